// Documents as trees that may hold what no plain object can: keys twice, `__proto__` as a key, scalars that are no value.
import { KEYS, SCALARS } from "./hostile.mjs";

/** A tree of plain data: `{ map: [[key, node]…] }`, `{ list: [node…] }` or `{ raw: text }`. */
export function treeOf(value) {
  if (Array.isArray(value)) return { list: value.map(treeOf) };
  if (typeof value === "object" && value !== null)
    return { map: Object.entries(value).map(([key, inner]) => [key, treeOf(inner)]) };
  return { raw: JSON.stringify(value) ?? "null" };
}

/** Every node of a tree but its root, with the means to put another in its place. */
function places(tree) {
  const found = [];
  const open = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const { map = [], list = [] } = node;
    map.forEach((entry, i) => {
      found.push({ holder: node, at: i, get: () => map[i][1], set: (to) => (map[i] = [entry[0], to]) });
    });
    list.forEach((_, i) =>
      found.push({ holder: node, at: i, get: () => list[i], set: (to) => (list[i] = to) }),
    );
    open.push(...map.map(([, inner]) => inner), ...list);
  }
  return found;
}

const deep = (node, levels) => (levels === 0 ? node : { list: [deep(node, levels - 1)] });

const scalar = (dice) => ({ raw: dice.pick(SCALARS) });

const CHANGES = [
  (place, dice) => place.set(scalar(dice)),
  (place, dice) => place.set(scalar(dice)),
  (place) => place.set({ list: [place.get()] }),
  (place, dice) => place.set({ map: [[dice.pick(KEYS), place.get()]] }),
  (place, dice) => place.set(deep(place.get(), dice.pick([1, 5, 63, 64, 65, 300]))),
  ({ holder, at }) => (holder.map ?? holder.list).splice(at, 1),
  ({ holder, at }) => holder.map?.push([`${holder.map[at][0]}x`, holder.map[at][1]]),
  ({ holder, at }) => (holder.map ?? holder.list).push((holder.map ?? holder.list)[at]),
  ({ holder }, dice) => holder.map?.push([dice.pick(KEYS), scalar(dice)]),
  ({ holder }, dice) => holder.map?.unshift(["__proto__", { map: [["polluted", scalar(dice)]] }]),
  ({ holder, at }, dice) => {
    if (holder.map !== undefined) holder.map[at] = [dice.pick(KEYS), holder.map[at][1]];
  },
  (place, dice) => place.set({ list: dice.times(dice.pick([0, 2, 500]), () => place.get()) }),
];

/** A tree with one to five changes of its structure. */
export function spoilTree(tree, dice) {
  for (let left = dice.pick([1, 1, 2, 5]); left > 0; left--) {
    const all = places(tree);
    if (all.length > 0) dice.pick(CHANGES)(dice.pick(all), dice);
  }
  return tree;
}

const isPlainKey = (key) => /^[\w-]+$/.test(key) && key.length < 100;
const keyText = (key, dice) => (isPlainKey(key) && dice.chance(0.7) ? key : JSON.stringify(key));

/** The tree on one line, as JSON would stand but for what JSON cannot say. */
export function flow(node, dice) {
  if (node.raw !== undefined) return node.raw.replaceAll("\n", " ");
  if (node.list !== undefined) return `[${node.list.map((one) => flow(one, dice)).join(", ")}]`;
  return `{ ${node.map.map(([key, inner]) => `${keyText(key, dice)}: ${flow(inner, dice)}`).join(", ")} }`;
}

/** The tree in indented lines. */
export function block(node, dice, indent = "") {
  const isShort = node.raw !== undefined || (node.list ?? node.map).length === 0 || indent.length > 40;
  if (isShort || dice.chance(0.1)) return ` ${node.raw ?? flow(node, dice)}\n`;
  const inner = `${indent}  `;
  const lines =
    node.list === undefined
      ? node.map.map(([key, one]) => `${indent}${keyText(key, dice)}:${block(one, dice, inner)}`)
      : node.list.map((one) => `${indent}-${block(one, dice, inner)}`);
  return `\n${lines.join("")}`;
}
