import { html, nothing, type TemplateResult } from 'lit';
import { device, forward, record, screen, sliders } from '../internal/call-icons.ts';
import { close, keypad, lock, pause, personAdd } from '../internal/icons.ts';
import { deviceMenu } from './sheet-devices.ts';
import { handOff, keys, quality, verify } from './sheet-parts.ts';
import { whom } from './sheet-whom.ts';
import type { PanelView, SheetName } from './view.ts';
import { t } from './words.ts';

/** A sheet with a title, closed by its cross or Escape. */
function dialog(view: PanelView, title: string, inside: unknown): TemplateResult {
  return html`<div class="sheet" part="sheet" role="dialog" aria-label=${title} tabindex="-1">
    <div class="sheet-h">
      <b class="trunc" dir="auto">${title}</b>
      <button class="ib sm" part="control" aria-label=${t('panel.close')} @click=${() => view.close()}>${close}</button>
    </div>
    ${inside}
  </div>`;
}

interface Item {
  icon: unknown;
  label: string;
  click(event: Event): void;
  /** Only where the toolbar has no room for it. */
  narrow?: boolean;
}

/** What is seldom done, and on a narrow panel also what the toolbar has no room for. */
function items(view: PanelView): Item[] {
  const { call, host, wishes } = view;
  const opener = (sheet: SheetName) => (event: Event) => view.open(sheet, event);
  const act = (wish: () => void) => () => {
    view.close();
    wish();
  };
  const devices = { icon: sliders, label: t('panel.devices'), click: opener('devices'), narrow: true };
  const add = { icon: personAdd, label: t('panel.add'), click: opener('add') };
  if (call.conference) return [devices, add];
  const recording = call.recording !== 'stopped' && call.recording !== 'asking';
  return [
    { icon: screen, label: t(call.sharing ? 'panel.stop-sharing' : 'panel.share'), click: act(() => wishes.share()), narrow: true },
    { icon: keypad, label: t('panel.keypad'), click: opener('keypad'), narrow: true },
    devices,
    { icon: forward, label: t('panel.transfer'), click: opener('transfer') },
    add,
    ...(host.recording !== 'off' && call.recording !== 'asking'
      ? [{ icon: record, label: t(recording ? 'panel.record-stop' : 'panel.record'), click: act(() => wishes.record()) }]
      : []),
    ...(recording
      ? [
          {
            icon: pause,
            label: t(call.recording === 'paused' ? 'panel.record-resume' : 'panel.record-pause'),
            click: act(() => wishes.pauseRecording()),
          },
        ]
      : []),
    { icon: lock, label: t('panel.verify'), click: opener('verify') },
    { icon: device, label: t('panel.hand-off'), click: opener('hand-off') },
  ];
}

function menu(view: PanelView): TemplateResult {
  return html`<div class="sheet menu" part="sheet" role="menu" aria-label=${t('panel.more')}>
    ${items(view).map(
      ({ icon, label, click, narrow }) =>
        html`<button class=${narrow ? 'item narrow' : 'item'} part="item" role="menuitem" tabindex="-1" @click=${click}>${icon}<span class="trunc">${label}</span></button>`,
    )}
  </div>`;
}

/** What is open over the picture. */
export function sheet(view: PanelView): TemplateResult | typeof nothing {
  switch (view.sheet) {
    case 'more':
      return menu(view);
    case 'devices':
      return deviceMenu(view);
    case 'transfer':
      return dialog(view, t('panel.transfer-title', { name: view.name }), whom(view, true));
    case 'add':
      return dialog(view, t('panel.add-title'), whom(view, false));
    case 'keypad':
      return dialog(view, t('panel.keypad'), keys(view));
    case 'verify':
      return dialog(view, t('panel.verify-title'), verify(view));
    case 'hand-off':
      return dialog(view, t('panel.hand-off-title'), handOff(view));
    case 'quality':
      return dialog(view, t('panel.quality-title'), quality(view));
    default:
      return nothing;
  }
}
