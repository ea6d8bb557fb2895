import type { TypeDefinition, ValueTypeDefinition } from './definitions.ts'

/** All mapped types of a schema, by name. */
export class Registry<Viewer> {
  readonly types = new Map<string, TypeDefinition<Viewer>>()
  readonly values = new Map<string, ValueTypeDefinition<Viewer>>()
  readonly #codes = new Map<number, TypeDefinition<Viewer>>()

  add(type: TypeDefinition<Viewer>): void {
    if (this.types.has(type.name)) throw new Error(`type ${type.name} is mapped twice`)
    if (type.code !== undefined && this.#codes.has(type.code))
      throw new Error(`id code ${type.code} is taken`)
    this.types.set(type.name, type)
    if (type.code !== undefined) this.#codes.set(type.code, type)
  }

  type(name: string): TypeDefinition<Viewer> {
    const type = this.types.get(name)
    if (!type) throw new Error(`type ${name} is not mapped`)
    return type
  }

  value(name: string): ValueTypeDefinition<Viewer> {
    const type = this.values.get(name)
    if (!type) throw new Error(`value type ${name} is not mapped`)
    return type
  }

  byCode(code: number): TypeDefinition<Viewer> | undefined {
    return this.#codes.get(code)
  }
}
