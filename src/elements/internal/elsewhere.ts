import type { TemplateResult } from 'lit';
import type { ClientApi } from '../../core/client/api.ts';
import type { BaseElement } from './base-element.ts';

let view: typeof import('./elsewhere-view.ts') | undefined;

/**
 * The calls of other tabs that an element shows, of all people or of one; undefined while there are none. `last`: only those that nothing else on the page
 * shows. What draws them is loaded with the first.
 */
export function elsewhere(host: BaseElement, client: ClientApi | undefined, to?: string, last = false): TemplateResult | undefined {
  if (!view && client?.tabCalls?.calls.length)
    import('./elsewhere-view.ts').then(
      (loaded) => {
        view = loaded;
        host.requestUpdate();
      },
      () => {}, // the next change of a call tries again
    );
  return view?.showElsewhere(host, client, to, last);
}
