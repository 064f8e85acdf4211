import { adoptStyles, css, html, nothing, type TemplateResult } from 'lit';
import type { Timer } from '../../core/base/clock.ts';
import type { ClientApi } from '../../core/client/api.ts';
import { presenceOf } from '../../core/client/presence-of.ts';
import { locale } from '../internal/locale.ts';
import { presenceStyles } from '../internal/presence.styles.ts';
import { PresenceBadgeChangeEvent, type PresenceStatus } from './events.ts';
import type { PresenceBadge } from './presence-badge.ts';
import { t } from './words.ts';

const STATUSES: readonly string[] = ['online', 'away', 'busy', 'call', 'offline'];
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const own = css`
  .pb {
    display: inline-flex;
    align-items: center;
    gap: 7px;
    min-inline-size: 0;
  }
  .more {
    color: color-mix(in oklab, var(--_text) 74%, var(--_surface));
  }
`;

const midnight = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0);

/** "09:40" today, "yesterday", else "2 Jun", with the year if it is another one. */
function momentText(atMs: number, nowMs: number): string {
  const days = Math.round((midnight(nowMs) - midnight(atMs)) / DAY_MS);
  if (days === 0) return new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit' }).format(atMs);
  if (Math.abs(days) === 1) return new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(-days, 'day');
  const other = new Date(atMs).getFullYear() !== new Date(nowMs).getFullYear();
  return new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', ...(other && { year: 'numeric' as const }) }).format(atMs);
}

/** "12 min", "3 hr". */
function spanText(ms: number): string {
  const minutes = Math.max(1, Math.floor(ms / MINUTE_MS));
  const [value, unit] =
    minutes < 60 ? [minutes, 'minute'] : minutes < 1440 ? [Math.floor(minutes / 60), 'hour'] : [Math.floor(minutes / 1440), 'day'];
  return new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'short' }).format(value);
}

/** What a badge shows of one user, and how it stays true. */
export class Badge {
  readonly #host: PresenceBadge;
  readonly #reflect: (...names: string[]) => void;
  #client: ClientApi | undefined;
  #userId = '';
  #undo: (() => void)[] = [];
  #shown: PresenceStatus | undefined;
  #timer: Timer | undefined;

  constructor(host: PresenceBadge, reflect: (...names: string[]) => void) {
    this.#host = host;
    this.#reflect = reflect;
    adoptStyles(host.renderRoot as ShadowRoot, [...(host.constructor as typeof PresenceBadge).elementStyles, presenceStyles, own]);
  }

  follow(client: ClientApi | undefined): void {
    const { userId, status } = this.#host;
    if (status && !STATUSES.includes(status)) {
      console.warn(`<presence-badge> status: "${status}" is not a status`);
      this.#host.status = undefined;
      return;
    }
    const wanted = client && userId && !status ? client : undefined;
    if (wanted === this.#client && userId === this.#userId) return;
    this.drop();
    this.#client = wanted;
    this.#userId = userId;
    if (!wanted) return;
    const changed = () => this.#host.requestUpdate();
    const presence = presenceOf(wanted);
    this.#undo = [presence.on('change', changed), presence.watch(userId), wanted.calls.on('change', changed)];
  }

  drop(): void {
    for (const off of this.#undo.splice(0)) off();
    this.#host.clock.clearTimeout(this.#timer);
    this.#timer = this.#client = undefined;
  }

  render(): TemplateResult {
    const { bare } = this.#host;
    const status = this.#status;
    const more = this.#more(status);
    const words = status && `${t(`presence.${status}`)}${more && (status === 'offline' ? `${t('presence.comma')} ${more}` : ` ${more}`)}`;
    return html`<span class="pb" part="label" role=${bare && words ? 'img' : nothing} aria-label=${bare && words ? words : nothing} title=${bare && words ? words : nothing}
      >${status ? html`<i class="pres" part="dot" data-p=${status} aria-hidden="true">${status === 'call' ? html`<i></i>` : nothing}</i>` : nothing}${
        bare
          ? nothing
          : html`<span><slot>${status ? t(`presence.${status}`) : nothing}${more ? html`<span class="more">${status === 'offline' ? t('presence.comma') : nothing} ${more}</span>` : nothing}</slot></span>`
      }</span
    >`;
  }

  rendered(): void {
    const status = this.#status;
    this.#reflect(...(status ? [status] : ['unknown']));
    const { clock } = this.#host;
    clock.clearTimeout(this.#timer);
    // "for 12 min" and "last seen 09:40" grow old
    this.#timer =
      this.#host.isConnected && status && this.#more(status)
        ? clock.setTimeout(() => this.#host.requestUpdate(), MINUTE_MS - (clock.now() % MINUTE_MS) + 1)
        : undefined;
    if (status === this.#shown) return;
    this.#shown = status;
    this.#host.dispatchEvent(new PresenceBadgeChangeEvent(this.#host.userId, status));
  }

  get #status(): PresenceStatus | undefined {
    const { status } = this.#host;
    if (status) return status;
    const client = this.#client;
    if (!client) return undefined;
    const up = client.calls.calls.some(({ peer, state }) => peer.user_id === this.#userId && (state === 'connected' || state === 'on_hold'));
    if (up) return 'call';
    const seen = presenceOf(client).get(this.#userId);
    return seen && (seen.online ? 'online' : 'offline');
  }

  #more(status: PresenceStatus | undefined): string {
    const { clock, since, until } = this.#host;
    const now = clock.now();
    if (status === 'away' && since) return t('presence.away-for', { time: spanText(now - since) });
    if (status === 'busy' && until) return t('presence.busy-until', { time: momentText(until, now) });
    if (status !== 'offline') return '';
    const last = since ?? (this.#client && presenceOf(this.#client).get(this.#userId)?.lastSeenAtMs);
    return last ? t('presence.last-seen', { time: momentText(last, now) }) : '';
  }
}
