/** Which things belong together: a forest of sets that are united and never parted. */
export class Groups {
  readonly #parents = new Map<string, string>();

  add(node: string): void {
    if (!this.#parents.has(node)) this.#parents.set(node, node);
  }

  /** True when they were apart before. */
  unite(a: string, b: string): boolean {
    const [one, other] = [this.#rootOf(a), this.#rootOf(b)].sort();
    if (one === undefined || other === undefined || one === other) return false;
    this.#parents.set(other, one);
    return true;
  }

  /** The members of each set. */
  all(): string[][] {
    return [...Map.groupBy(this.#parents.keys(), (node) => this.#rootOf(node)).values()];
  }

  #rootOf(node: string): string {
    this.add(node);
    let root = node;
    for (let next = this.#parents.get(root); next !== undefined && next !== root; next = this.#parents.get(root))
      root = next;
    this.#parents.set(node, root);
    return root;
  }
}
