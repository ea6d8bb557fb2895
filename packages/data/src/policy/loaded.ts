import type { Pack } from '@cs/domain/policy'

/** Far more than are in force at once; a pack takes some hundred kilobytes. */
const MOST = 200

/** Loaded packs by hash. The one that came first goes first: a pack that is missed is read and checked again. */
export class LoadedPacks {
  readonly #packs = new Map<string, Pack>()

  get(hash: string): Pack | undefined {
    return this.#packs.get(hash)
  }

  set(hash: string, pack: Pack): void {
    this.#packs.set(hash, pack)
    const [first] = this.#packs.keys()
    if (this.#packs.size > MOST && first !== undefined) this.#packs.delete(first)
  }
}
