/** Calls back when an element comes into view or leaves it, and at first; an element without a box is in nobody's view. Returns the undo. */
export function onSeen(element: Element, listener: (seen: boolean) => void): () => void {
  const observer = new IntersectionObserver((entries) => listener(entries.at(-1)!.isIntersecting));
  observer.observe(element);
  return () => observer.disconnect();
}
