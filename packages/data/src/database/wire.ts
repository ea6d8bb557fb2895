/** A value as the text protocol wants it: times in UTC, arrays as literals, objects as JSON, bytes as they are. */
export function wireValue(value: unknown): string | Buffer | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return `{${value.map(element).join(',')}}`
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function element(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  if (Array.isArray(value)) return String(wireValue(value))
  const wire = wireValue(value)
  const text = Buffer.isBuffer(wire) ? `\\x${wire.toString('hex')}` : String(wire)
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}
