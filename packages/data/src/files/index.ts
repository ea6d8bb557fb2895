export {
  asStorageKey,
  type FileFacts,
  type Files,
  type StorageKey,
  storageKey,
} from './port.ts'
export { type FileSettings, openFiles, readFileSettings } from './settings.ts'
