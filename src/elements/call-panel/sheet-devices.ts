import { html, nothing, type TemplateResult } from 'lit';
import type { Media } from '../../core/media/api.ts';
import { check } from '../internal/icons.ts';
import type { PanelView } from './view.ts';
import type { DeviceKind } from './wishes.ts';
import { t } from './words.ts';

const GROUPS: [
  kind: DeviceKind,
  list: 'microphones' | 'cameras' | 'speakers',
  words: 'panel.microphone' | 'panel.camera-device' | 'panel.speaker',
][] = [
  ['microphone', 'microphones', 'panel.microphone'],
  ['speaker', 'speakers', 'panel.speaker'],
  ['camera', 'cameras', 'panel.camera-device'],
];

function group(view: PanelView, media: Media, [kind, list, words]: (typeof GROUPS)[number]): TemplateResult {
  const chosen = media[`${kind}Id`] ?? '';
  const devices = media.devices[list].filter(({ deviceId }) => deviceId && deviceId !== 'default' && deviceId !== 'communications');
  const known = devices.some(({ deviceId }) => deviceId === chosen);
  const item = (deviceId: string, label: string, on: boolean) =>
    html`<button class="item" part="item" role="menuitemradio" aria-checked=${on} tabindex="-1" @click=${() => view.wishes.pick(kind, deviceId)}
      ><span class="tick">${on ? check : nothing}</span><span class="trunc" dir="auto">${label}</span></button
    >`;
  const other =
    kind === 'speaker' && media.engine.selectAudioOutput && !devices.length
      ? html`<button class="item" part="item" role="menuitem" tabindex="-1" @click=${() => view.wishes.otherSpeaker()}><span class="tick"></span>${t('panel.other-speaker')}</button>`
      : nothing;
  return html`<div role="group" aria-label=${t(words)}>
    <div class="group" aria-hidden="true">${t(words)}</div>
    ${item('', t(media.devices[list].length ? 'panel.default-device' : 'panel.no-device'), !known)}
    ${devices.map(({ deviceId, label }) => item(deviceId, label || deviceId.slice(0, 8), deviceId === chosen))}${other}
  </div>`;
}

/** Microphone, speaker and camera; another one takes over without a gap in the call. */
export function deviceMenu(view: PanelView): TemplateResult {
  const { media } = view;
  return html`<div class="sheet menu" part="sheet" role="menu" aria-label=${t('panel.devices')}>
    ${media ? GROUPS.map((one) => group(view, media, one)) : nothing}
  </div>`;
}
