import { html, nothing, type TemplateResult } from 'lit';
import type { ClientApi } from '../../core/client/api.ts';
import { pushOf } from '../../core/client/push-of.ts';
import { isEarshotError } from '../../core/protocol/index.ts';
import type { Push, PushOpened } from '../../core/push/api.ts';
import { bell } from '../internal/mute/muted.ts';
import { stringsLocale } from '../internal/strings.ts';
import { t } from './notify.words.ts';

export interface NotifyPorts {
  changed(): void;
  say(text: string): void;
  /** A notification was clicked. */
  opened(opened: PushOpened): void;
}

/** The button by which a user asks to be told while no page is open; nothing where the browser has no push, or its user said no. */
export class NotifyButton {
  readonly #ports: NotifyPorts;
  #push: Push | undefined;
  #undo: (() => void)[] = [];
  #dropped = false;
  #busy = false;

  constructor(client: ClientApi, ports: NotifyPorts) {
    this.#ports = ports;
    pushOf(client).then(
      (push) => {
        if (this.#dropped) return;
        this.#push = push;
        this.#undo = [push.on('change', () => ports.changed()), push.on('open', (opened) => ports.opened(opened))];
        ports.changed();
      },
      () => {}, // there is no button then
    );
  }

  drop(): void {
    this.#dropped = true;
    for (const off of this.#undo.splice(0)) off();
  }

  render(): TemplateResult | typeof nothing {
    const state = this.#push?.state;
    if (state !== 'on' && state !== 'off') return nothing;
    return html`<button
      class=${state === 'on' ? 'notify on' : 'notify'}
      part="notify"
      aria-pressed=${state === 'on' ? 'true' : 'false'}
      aria-label=${t('channels.notify')}
      title=${t('channels.notify')}
      @click=${this.#toggle}
    >${bell}</button>`;
  }

  readonly #toggle = async (): Promise<void> => {
    const push = this.#push;
    if (!push || this.#busy) return;
    this.#busy = true;
    try {
      if (push.state === 'on') await push.disable();
      else await push.enable({ language: stringsLocale() });
      this.#ports.say(t(push.state === 'on' ? 'channels.notify.on' : 'channels.notify.off'));
    } catch (error) {
      this.#ports.say(t(isEarshotError(error, 'push:denied') ? 'channels.notify.denied' : 'channels.notify.failed'));
    } finally {
      this.#busy = false;
      this.#ports.changed();
    }
  };
}
