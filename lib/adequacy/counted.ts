/** Says what is being done, and how much of how much is done; the total is null where it is not known. */
export type OnProgress = (
  what: string,
  amount: { readonly done: number; readonly total: number | null },
) => void;

/** The items, each told of by its count as the next one is asked for. */
export function* counted<T>(items: Iterable<T>, tell: (done: number) => void): Generator<T> {
  let done = 0;
  for (const item of items) {
    yield item;
    tell(++done);
  }
}
