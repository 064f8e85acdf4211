import { html } from 'lit';
import type { ChatMessage } from '../../../../core/chat/api.ts';
import { act } from '../acts.ts';
import type { Panel, PanelHost, Panels } from './panels.ts';
import { t } from './words.ts';

const CATEGORIES = ['spam', 'profanity', 'etc'] as const;

/** Tells the moderators of a message. */
export class ReportPanel implements Panel {
  readonly title = t('chat.panel.report');
  readonly #host: PanelHost;
  readonly #panels: Panels;
  readonly #item: ChatMessage;

  constructor(host: PanelHost, panels: Panels, item: ChatMessage) {
    this.#host = host;
    this.#panels = panels;
    this.#item = item;
  }

  focus(root: ParentNode): void {
    root.querySelector<HTMLElement>('input')?.focus();
  }

  render(): unknown {
    return html`<div class="pb">
      <blockquote class="quiet" dir="auto">${(this.#item.text ?? this.#item.file?.name ?? '').slice(0, 300)}</blockquote>
      <form @submit=${this.#onSubmit}>
        <fieldset>
          <legend>${t('chat.panel.report.why')}</legend>
          ${CATEGORIES.map((one, i) => html`<label><input type="radio" name="category" value=${one} ?checked=${i === 0} />${t(`chat.panel.report.${one}`)}</label>`)}
        </fieldset>
        <div class="fields"><label>${t('chat.panel.report.reason')}<textarea name="reason" dir="auto" maxlength="1000"></textarea></label></div>
        <p><button type="submit" class="btn dan">${t('chat.panel.report.send')}</button></p>
      </form>
    </div>`;
  }

  readonly #onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const reason = String(data.get('reason') ?? '').trim();
    const report = {
      report_type: 'message' as const,
      report_category: String(data.get('category')) as (typeof CATEGORIES)[number],
      message_id: this.#item.message!.message_id,
      ...(reason && { reason }),
    };
    if (!(await act(this.#host, (can) => can.report(report)))) return;
    this.#panels.close();
    this.#host.more?.notes.show(t('chat.panel.reported'));
  };
}
