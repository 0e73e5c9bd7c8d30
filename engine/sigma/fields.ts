/** One record as a rule sees it: names to values. A name that is missing is absent in the record. */

export type FieldValue = string | number | boolean;

export class Fields {
  readonly #values = new Map<string, readonly FieldValue[]>();
  readonly #texts = new Map<string, readonly string[]>();
  readonly #lower = new Map<string, readonly string[]>();

  constructor(values: Readonly<Record<string, FieldValue | readonly FieldValue[] | undefined>>) {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) continue;
      const list = typeof value === 'object' ? value : [value];
      if (list.length > 0) this.#values.set(name, list.map(bounded));
    }
  }

  /** Undefined when the record has no such field. */
  get(name: string): readonly FieldValue[] | undefined {
    return this.#values.get(name);
  }

  /** As text, made once. */
  texts(name: string): readonly string[] | undefined {
    return this.#made(this.#texts, name, String);
  }

  /** As text in lower case, made once. */
  lower(name: string): readonly string[] | undefined {
    return this.#made(this.#lower, name, (value) => String(value).toLowerCase());
  }

  #made(
    made: Map<string, readonly string[]>,
    name: string,
    make: (value: FieldValue) => string,
  ): readonly string[] | undefined {
    const known = made.get(name);
    if (known) return known;
    const texts = this.#values.get(name)?.map((value) => make(value));
    if (texts) made.set(name, texts);
    return texts;
  }

  names(): IterableIterator<string> {
    return this.#values.keys();
  }

  first(name: string): string | undefined {
    const value = this.#values.get(name)?.[0];
    return value === undefined ? undefined : String(value);
  }
}

/** Longest value that is matched, characters. */
const MAX_VALUE = 64 * 1024;

const bounded = (value: FieldValue): FieldValue =>
  typeof value === 'string' && value.length > MAX_VALUE ? value.slice(0, MAX_VALUE) : value;

export type Predicate = (fields: Fields) => boolean;
