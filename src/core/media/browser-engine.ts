import type { MediaEngine } from './api.ts';
import { keepUnlocked, pageSink } from './sink.ts';

const devices = (): MediaDevices | undefined => globalThis.navigator?.mediaDevices;

/** Chromium's name for the policy of a document; elsewhere missing. */
interface PolicyDocument {
  featurePolicy?: { allowsFeature(feature: string): boolean };
}

const framed = (): boolean => globalThis.top !== globalThis.self;

function ofAnotherOrigin(): boolean {
  try {
    return globalThis.top?.location.href === undefined;
  } catch {
    return true; // only a page of our origin may be read
  }
}

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
  onDeviceChange(listener) {
    devices()?.addEventListener?.('devicechange', listener);
    return () => devices()?.removeEventListener?.('devicechange', listener);
  },
  async permission(kind) {
    try {
      return (await navigator.permissions.query({ name: kind as PermissionName })).state;
    } catch {
      return 'unknown'; // Firefox before 132 and WebKit do not know these names
    }
  },
  createAudioContext: (options) => keepUnlocked(new AudioContext({ latencyHint: 'interactive', ...options })),
  createAudioElement: () => pageSink().take(),
  get selectAudioOutput() {
    const api = devices() as { selectAudioOutput?(): Promise<MediaDeviceInfo> } | undefined; // not in the DOM types yet
    return typeof api?.selectAudioOutput === 'function' ? () => api.selectAudioOutput!() : undefined;
  },
  get hidden() {
    return globalThis.document?.visibilityState === 'hidden';
  },
  onShown(listener) {
    const page = globalThis.document;
    const seen = () => page.visibilityState === 'visible' && listener();
    page?.addEventListener('visibilitychange', seen);
    globalThis.addEventListener?.('pageshow', listener);
    return () => {
      page?.removeEventListener('visibilitychange', seen);
      globalThis.removeEventListener?.('pageshow', listener);
    };
  },
  onHidden(listener) {
    const page = globalThis.document;
    const left = () => page.visibilityState === 'hidden' && listener();
    page?.addEventListener('visibilitychange', left);
    return () => page?.removeEventListener('visibilitychange', left);
  },
  forbidden(kind) {
    if (globalThis.isSecureContext === false) return 'insecure';
    const policy = (globalThis.document as PolicyDocument | undefined)?.featurePolicy;
    if (policy && !policy.allowsFeature(kind === 'screen' ? 'display-capture' : kind)) return framed() ? 'iframe' : 'policy';
    return undefined;
  },
  get mayLackAllow() {
    return framed() && !('featurePolicy' in document) && ofAnotherOrigin();
  },
  onNetworkChange(listener) {
    const network = (globalThis.navigator as { connection?: EventTarget } | undefined)?.connection;
    globalThis.addEventListener?.('online', listener);
    network?.addEventListener?.('change', listener);
    return () => {
      globalThis.removeEventListener?.('online', listener);
      network?.removeEventListener?.('change', listener);
    };
  },
};
