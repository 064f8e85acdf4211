import type { MediaEngine } from './api.ts';

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

/** Why this page may not use a kind of device at all, whatever the person says; as the engine has it, or the browser. */
export function forbidden(
  engine: MediaEngine,
  kind: Parameters<NonNullable<MediaEngine['forbidden']>>[0],
): 'insecure' | 'policy' | 'iframe' | undefined {
  if (engine.forbidden) return engine.forbidden(kind);
  if (globalThis.isSecureContext === false) return 'insecure';
  const policy = (globalThis.document as PolicyDocument | undefined)?.featurePolicy;
  if (policy && !policy.allowsFeature(kind === 'screen' ? 'display-capture' : kind)) return framed() ? 'iframe' : 'policy';
  return undefined;
}

/** Whether a refusal may be that of a frame without `allow`, where the browser does not say so. */
export const mayLackAllow = (engine: MediaEngine): boolean =>
  engine.mayLackAllow ?? (framed() && !('featurePolicy' in document) && ofAnotherOrigin());
