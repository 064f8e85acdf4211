/** A stream of these tracks; a bare stand-in where the platform has none (Node). */
export function newStream(tracks: readonly MediaStreamTrack[]): MediaStream {
  if (typeof MediaStream === 'function') return new MediaStream([...tracks]);
  const held = new Set(tracks);
  const of = (kind: string) => [...held].filter((track) => track.kind === kind);
  return {
    getTracks: () => [...held],
    getAudioTracks: () => of('audio'),
    getVideoTracks: () => of('video'),
    addTrack: (track: MediaStreamTrack) => void held.add(track),
    removeTrack: (track: MediaStreamTrack) => void held.delete(track),
  } as unknown as MediaStream;
}
