/**
 * What the page does beyond what it says: tips at the mark nearest to the pointer, or with the arrow keys in a chart that has the
 * focus; one channel lifted out of every chart and table; everything but data tables unfolded on paper.
 *
 * Plain script for the browser: it makes no HTML of text, asks for nothing, and the page is whole without it.
 */
export const SCRIPT = `(() => {
  "use strict";
  const NEAR = 44;
  const tip = document.getElementById("tip");
  const ring = document.getElementById("ring");
  const channels = document.querySelector(".channels");
  let pinned = null;

  const paint = (channel) => {
    for (const mark of document.querySelectorAll(".plot [data-c]"))
      mark.classList.toggle("dim", channel !== null && mark.dataset.c !== channel);
    for (const row of document.querySelectorAll("tr[data-c]")) row.classList.toggle("on", row.dataset.c === channel);
  };

  const hide = () => {
    tip.hidden = ring.hidden = true;
    paint(pinned);
  };

  const show = (mark) => {
    const { left, top, width, height } = mark.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    const [first, ...rest] = mark.dataset.tip.split("\\n");
    const name = document.createElement("strong");
    name.textContent = first;
    tip.replaceChildren(name, rest.join("\\n"));
    tip.hidden = ring.hidden = false;
    ring.style.left = x + "px";
    ring.style.top = y + "px";
    const box = tip.getBoundingClientRect();
    const beside = x + 16 + box.width > innerWidth ? x - 16 - box.width : x + 16;
    tip.style.left = Math.max(4, Math.min(beside, innerWidth - box.width - 4)) + "px";
    tip.style.top = Math.max(4, Math.min(y - box.height - 12, innerHeight - box.height - 4)) + "px";
    const of = mark.closest("[data-c]");
    paint(of === null ? pinned : of.dataset.c);
  };

  const nearest = (marks, x, y) => {
    let best = null;
    let least = NEAR;
    for (const mark of marks) {
      const { left, right, top, bottom } = mark.getBoundingClientRect();
      const distance = Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
      if (distance < least) [best, least] = [mark, distance];
    }
    return best;
  };

  for (const plot of document.querySelectorAll(".plot")) {
    const marks = [...plot.querySelectorAll("[data-tip]")];
    let at = -1;
    plot.addEventListener("pointermove", ({ clientX, clientY }) => {
      const mark = nearest(marks, clientX, clientY);
      if (mark === null) hide();
      else show(mark);
    });
    plot.addEventListener("pointerleave", hide);
    plot.addEventListener("blur", hide);
    plot.addEventListener("keydown", (event) => {
      const last = marks.length - 1;
      const next = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: last }[event.key];
      if (event.key === "Escape") hide();
      if (next === undefined || last < 0) return;
      event.preventDefault();
      at = Math.max(0, Math.min(next, last));
      marks[at].scrollIntoView({ block: "nearest", inline: "nearest" });
      show(marks[at]);
    });
  }

  if (channels !== null) {
    channels.hidden = false;
    channels.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button === null) return;
      pinned = pinned === button.dataset.channel ? null : button.dataset.channel;
      for (const other of channels.querySelectorAll("button"))
        other.setAttribute("aria-pressed", String(other.dataset.channel === pinned));
      paint(pinned);
    });
  }
  for (const row of document.querySelectorAll("tr[data-c]")) {
    row.addEventListener("pointerenter", () => paint(row.dataset.c));
    row.addEventListener("pointerleave", () => paint(pinned));
  }

  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not(.data):not([open])")];
    for (const part of folded) part.open = true;
    hide();
  });
  addEventListener("afterprint", () => {
    for (const part of folded) part.open = false;
  });
  addEventListener("scroll", () => { if (!tip.hidden && document.activeElement.closest(".plot") === null) hide(); }, { passive: true });
})();`;
