import { html, nothing, type TemplateResult } from 'lit';
import { type PanelView, shortName } from './view.ts';
import { t } from './words.ts';

/** The id of whom the field names: one of the suggested people by name, or what was typed. */
function idOf(view: PanelView, typed: string): string {
  const text = typed.trim();
  const same = (name: string) => name.localeCompare(text, undefined, { sensitivity: 'accent' }) === 0;
  return view.host.contacts.find(({ user_id, name }) => user_id === text || same(name))?.user_id ?? text;
}

/** A field that asks whom; sent by Enter, or by one of two buttons where a call is to be transferred. */
export function whom(view: PanelView, transfer: boolean): TemplateResult {
  const { contacts } = view.host;
  const name = shortName(view.name);
  const send = (event: Event, how: 'transfer' | 'consult' | 'add') => {
    event.preventDefault();
    const form = (event.currentTarget as HTMLElement).closest('form')!;
    const field = form.querySelector('input')!;
    const to = idOf(view, field.value);
    field.setCustomValidity(to ? '' : t('panel.whom-missing'));
    if (!field.reportValidity()) return;
    if (how === 'transfer') void view.wishes.transfer(to);
    else void view.wishes.consult(to, how === 'consult');
  };
  return html`<form class="whom" novalidate @submit=${(event: Event) => send(event, transfer ? 'transfer' : 'add')}>
    <label class="field"
      ><span class="vh">${t('panel.whom')}</span
      ><input part="field" type="text" name="to" dir="auto" autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="go"
        maxlength="128" placeholder=${t('panel.whom')} list=${contacts.length ? 'people' : nothing} aria-describedby=${transfer ? 'whom-why' : nothing}
        @input=${({ currentTarget }: Event) => (currentTarget as HTMLInputElement).setCustomValidity('')} /></label
    >${contacts.length ? html`<datalist id="people">${contacts.map(({ user_id, name: label }) => html`<option value=${label || user_id}></option>`)}</datalist>` : nothing}
    ${transfer ? html`<p class="why" id="whom-why" dir="auto">${t('panel.transfer-why', { name })}</p>` : nothing}
    <div class="acts">
      ${
        transfer
          ? html`<button type="submit" class="btn pri" part="control">${t('panel.transfer-now')}</button
              ><button type="button" class="btn" part="control" @click=${(event: Event) => send(event, 'consult')}>${t('panel.ask-first')}</button>`
          : html`<button type="submit" class="btn pri" part="control">${t('panel.add-now', { name })}</button>`
      }
    </div>
  </form>`;
}
