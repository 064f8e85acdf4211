import type { ServerCore } from '../api.ts';
import type { Config } from '../config.ts';
import type { Authenticator } from './auth.ts';
import type { OriginPolicy } from './origins.ts';
import type { UploadStore } from './upload-store.ts';

/** What every route plugin is given. */
export interface HttpDeps {
  core: ServerCore;
  config: Config;
  auth: Authenticator;
  origins: OriginPolicy;
  store: UploadStore;
}
