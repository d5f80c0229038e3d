/** A priority queue, greatest key first; a binary heap. */
export class Heap<T extends { readonly key: number }> {
  private readonly items: T[] = [];

  push(item: T): void {
    const { items } = this;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (items[parent]!.key >= item.key) break;
      items[at] = items[parent]!;
      at = parent;
    }
    items[at] = item;
  }

  /** The item with the greatest key, which is taken out; undefined when empty. */
  pop(): T | undefined {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && items[child + 1]!.key > items[child]!.key) child++;
      if (items[child]!.key <= last.key) break;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = last;
    return top;
  }
}
