import { html, nothing, type TemplateResult } from 'lit';
import { screen, sliders } from '../internal/call-icons.ts';
import { isTalking } from '../internal/call-view.ts';
import { camera, cameraOff, hangup, keypad, mic, micOff, more, pause, phone, play } from '../internal/icons.ts';
import type { PanelView, SheetName } from './view.ts';
import { t } from './words.ts';

interface Control {
  k: string;
  label: string;
  icon: unknown;
  click(event: Event): void;
  /** A toggle: on or off. */
  pressed?: boolean;
  /** It opens something. */
  opens?: SheetName;
  busy?: boolean;
  /** It can be done without on a narrow panel, where the menu has it. */
  opt?: boolean;
  look?: string;
}

function control(view: PanelView, { k, label, icon, click, pressed, opens, busy, opt, look }: Control): TemplateResult {
  return html`<span class=${opt ? 'k opt' : 'k'}
    ><button
      class="cb ${look ?? ''}"
      part="control"
      data-k=${k}
      tabindex=${view.stop === k ? 0 : -1}
      aria-label=${label}
      aria-pressed=${pressed === undefined ? nothing : pressed}
      aria-haspopup=${opens ? (opens === 'more' || opens === 'devices' ? 'menu' : 'dialog') : nothing}
      aria-expanded=${opens ? view.sheet === opens : nothing}
      aria-busy=${busy ? 'true' : nothing}
      @click=${click}
    >
      ${icon}</button
    ><span aria-hidden="true">${label}</span></span
  >`;
}

/** The controls of a running call; Hang up is the last stop, outside of the toolbar, and never moves. */
export function bar(view: PanelView, small: boolean): TemplateResult {
  const { call, shown, attempts, wishes, filmed } = view;
  const talking = isTalking(shown);
  const alone = talking && !call.conference;
  const cancel = !talking;
  const opener = (sheet: SheetName) => (event: Event) => view.open(sheet, event);
  return html`<div class="bar" part="bar">
    ${
      shown === 'requesting'
        ? nothing
        : html`<div class="tools" role="toolbar" aria-label=${t('panel.controls')}>
            ${control(view, { k: 'mute', label: t('panel.mute'), icon: call.muted ? micOff : mic, click: () => wishes.mute(), pressed: call.muted })}
            ${
              alone
                ? control(view, {
                    k: 'camera',
                    label: t('panel.camera'),
                    icon: filmed ? camera : cameraOff,
                    click: () => wishes.camera(),
                    pressed: filmed,
                    busy: attempts.busy('camera'),
                    look: 'cam',
                  })
                : nothing
            }
            ${
              alone && !small
                ? html`${control(view, { k: 'share', label: t('panel.share'), icon: screen, click: () => wishes.share(), pressed: call.sharing, busy: attempts.busy('share'), opt: true })}
                  ${control(view, { k: 'hold', label: t('panel.hold'), icon: call.localHold ? play : pause, click: () => wishes.hold(), pressed: call.localHold, busy: attempts.busy('hold') })}
                  ${control(view, { k: 'keypad', label: t('panel.keypad'), icon: keypad, click: opener('keypad'), opens: 'keypad', opt: true })}`
                : nothing
            }
            ${small ? nothing : control(view, { k: 'devices', label: t('panel.devices'), icon: sliders, click: opener('devices'), opens: 'devices', opt: talking })}
            ${talking && !small ? control(view, { k: 'more', label: t('panel.more'), icon: more, click: opener('more'), opens: 'more' }) : nothing}
            <slot name="controls"></slot>
          </div>`
    }
    <span class="k"
      ><button class="cb hang" part="hangup" aria-label=${t(shown === 'requesting' ? 'panel.cancel' : 'panel.hang-up')} @click=${(event: MouseEvent) => wishes.hangUp(event)}>
        ${hangup}</button
      ><span aria-hidden="true">${t(cancel ? 'panel.cancel' : 'panel.end')}</span></span
    >
  </div>`;
}

/** Decline, and one round button for each way to answer. */
export function answerBar(view: PanelView): TemplateResult {
  const { call, held } = view;
  const video = call.media.includes('video');
  const answer = (withVideo: boolean) => (event: MouseEvent) => held.intents.answer(event, withVideo ? { video: true } : { video: false });
  return html`<div class="bar rounds" part="bar">
    <span class="k"><button class="cb hang" part="decline" aria-label=${t('panel.decline')} @click=${held.intents.end}>${hangup}</button><span aria-hidden="true">${t('panel.decline')}</span></span>
    <span class="k"
      ><button class="cb ans act" part="answer" aria-label=${t(video ? 'panel.answer-sound' : 'panel.answer')} @click=${answer(false)}>${phone}</button
      ><span aria-hidden="true">${t(video ? 'panel.sound' : 'panel.answer')}</span></span
    >
    ${
      video
        ? html`<span class="k"
            ><button class="cb ans" part="answer" aria-label=${t('panel.answer-video')} @click=${answer(true)}>${camera}</button
            ><span aria-hidden="true">${t('panel.picture')}</span></span
          >`
        : nothing
    }
  </div>`;
}
