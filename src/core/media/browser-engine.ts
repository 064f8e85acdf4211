import type { MediaEngine } from './api.ts';
import { listen, undoAll } from './listen.ts';
import { loadLater } from './load-later.ts';
import { pageSink } from './sink.ts';

const devices = (): MediaDevices | undefined => globalThis.navigator?.mediaDevices;

const ask = async (kind: string) => navigator.permissions.query({ name: kind as PermissionName });

/** The browser's own WebRTC and devices. Importing it touches nothing; using it outside a browser fails as `media:unsupported`. */
export const browserEngine: MediaEngine = {
  get supported() {
    return typeof globalThis.RTCPeerConnection === 'function';
  },
  createPeerConnection: (config) => new RTCPeerConnection(config),
  getUserMedia(constraints) {
    const api = devices();
    return api ? api.getUserMedia(constraints) : Promise.reject(new DOMException('no media devices here', 'NotSupportedError'));
  },
  get getDisplayMedia() {
    const api = devices();
    return typeof api?.getDisplayMedia === 'function' ? (options: DisplayMediaStreamOptions) => api.getDisplayMedia(options) : undefined;
  },
  enumerateDevices: async () => (await devices()?.enumerateDevices?.()) ?? [],
  onDeviceChange: (listener) => listen(devices(), ['devicechange'], listener),
  async permission(kind) {
    try {
      return (await ask(kind)).state;
    } catch {
      return 'unknown'; // Firefox before 132 and WebKit do not know these names
    }
  },
  onPermissionChange(kind, listener) {
    const off = ask(kind).then(
      (status) => listen(status, ['change'], listener),
      () => () => {},
    );
    return () => void off.then((undo) => undo());
  },
  createAudioContext(options) {
    const context = new AudioContext({ latencyHint: 'interactive', ...options });
    // without it, a context that is held back waits for who resumes it
    loadLater().then(
      ({ keepUnlocked }) => keepUnlocked(context),
      () => {},
    );
    return context;
  },
  createAudioElement: () => pageSink().take(),
  get selectAudioOutput() {
    const api = devices() as { selectAudioOutput?(): Promise<MediaDeviceInfo> } | undefined; // not in the DOM types yet
    return typeof api?.selectAudioOutput === 'function' ? () => api.selectAudioOutput!() : undefined;
  },
  get hidden() {
    return globalThis.document?.visibilityState === 'hidden';
  },
  onShown(listener) {
    const offs = [
      listen(globalThis.document, ['visibilitychange'], () => browserEngine.hidden || listener()),
      listen(globalThis.window, ['pageshow'], listener),
    ];
    return () => undoAll(offs);
  },
  onHidden: (listener) => listen(globalThis.document, ['visibilitychange'], () => browserEngine.hidden && listener()),
  onNetworkChange(listener) {
    const network = (globalThis.navigator as { connection?: EventTarget } | undefined)?.connection;
    const offs = [listen(globalThis.window, ['online'], listener), listen(network, ['change'], listener)];
    return () => undoAll(offs);
  },
};
