import { CHAT_ERRORS, EarshotError, extendCatalogue, type WireError } from '../protocol/index.ts';
import { PAUSED, type Upload } from './ports.ts';

extendCatalogue(CHAT_ERRORS);

interface UploadFailure extends Error {
  originalResponse?: { getStatus(): number; getBody(): string } | null;
}

/** Uploads by tus; its client is fetched when the first file goes up. A cut line resumes where it stopped. */
export const tusUpload: Upload = async (job) => {
  const tus = await import('tus-js-client');
  const input = await readable(job.file.blob);
  job.signal.throwIfAborted();
  return new Promise<string>((resolve, reject) => {
    let fresh = false;
    const upload = new tus.Upload(input, {
      endpoint: job.endpoint,
      ...(job.uploadUrl && { uploadUrl: job.uploadUrl }),
      metadata: { filename: job.file.name, filetype: job.file.type },
      retryDelays: [0, 1_000, 3_000],
      storeFingerprintForResuming: false, // the outbox remembers
      removeFingerprintOnSuccess: true,
      onBeforeRequest: async (request) => {
        request.setHeader('Authorization', `Bearer ${await job.token(fresh)}`);
        fresh = false;
      },
      onShouldRetry: (error, attempt) => {
        const status = error.originalResponse?.getStatus() ?? 0;
        fresh = status === 401 && attempt === 0;
        return fresh || status === 0 || status === 409 || status === 423 || status >= 500;
      },
      onUploadUrlAvailable: () => {
        if (upload.url) job.started(upload.url);
      },
      onProgress: (sent, total) => job.progress(total ? sent / total : 1),
      onSuccess: ({ lastResponse }) => {
        const id = lastResponse.getHeader('Earshot-File-Id') ?? upload.url?.split('/').pop();
        if (id) resolve(id);
        else reject(new EarshotError('file:upload-failed', 'upload the file', 'the server gave it no id'));
      },
      onError: (error) => reject(told(error)),
    });
    job.signal.addEventListener('abort', () => {
      void upload.abort(job.signal.reason !== PAUSED).catch(() => {}); // what is left of it expires on the server
      reject(new EarshotError('request:aborted', 'upload the file'));
    });
    upload.start();
  });
};

/** The upload client of Node reads buffers, that of browsers reads blobs. */
async function readable(blob: Blob): Promise<Blob> {
  const buffers = typeof document === 'undefined' ? (globalThis as { Buffer?: { from(bytes: ArrayBuffer): unknown } }).Buffer : undefined;
  return buffers ? (buffers.from(await blob.arrayBuffer()) as Blob) : blob;
}

function told(cause: UploadFailure): EarshotError {
  const status = cause.originalResponse?.getStatus() ?? 0;
  try {
    const body = JSON.parse(cause.originalResponse?.getBody() ?? '') as Partial<WireError>;
    if (typeof body.error === 'string' && typeof body.message === 'string')
      return EarshotError.fromWire(body as WireError, 'upload the file', { cause });
  } catch {
    // not ours: a proxy's page, or nothing
  }
  if (status === 413) return new EarshotError('file:too-large', 'upload the file', undefined, { cause, status });
  const refused = status >= 400 && status < 500 && status !== 401 && status !== 404 && status !== 410 && status !== 429;
  return new EarshotError('file:upload-failed', 'upload the file', undefined, { cause, retryable: !refused, ...(status && { status }) });
}

/** The size of a picture, so that its box can be reserved before it is there; undefined where it cannot be read. */
export async function measureImage(blob: Blob): Promise<{ width: number; height: number } | undefined> {
  if (!/^image\/(?!svg)/.test(blob.type) || typeof createImageBitmap === 'undefined') return undefined;
  try {
    const bitmap = await createImageBitmap(blob);
    const { width, height } = bitmap;
    bitmap.close();
    return { width, height };
  } catch {
    return undefined;
  }
}
