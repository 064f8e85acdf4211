/** Calls `probe` when the page comes back: network, visibility, back-forward cache. Does nothing where there is no page. */
export function onWake(probe: () => void): () => void {
  if (typeof document === 'undefined') return () => {};
  const seen = () => {
    if (document.visibilityState === 'visible') probe();
  };
  globalThis.addEventListener('online', probe);
  globalThis.addEventListener('pageshow', probe);
  document.addEventListener('visibilitychange', seen);
  return () => {
    globalThis.removeEventListener('online', probe);
    globalThis.removeEventListener('pageshow', probe);
    document.removeEventListener('visibilitychange', seen);
  };
}
