import { createHash } from 'node:crypto';
import type { Clock } from '../../../src/core/base/index.ts';
import { type CallRow, channelOf, EarshotError, type Message, type Params, type StreamEntry } from '../../../src/core/protocol/index.ts';
import type { ServerSettings } from '../api.ts';
import type { Links } from '../auth/links.ts';
import type { CallRecord } from '../calls/rows.ts';
import type { Database } from '../db/database.ts';
import type { Effect } from '../db/tx.ts';
import type { Logger, PushDeps } from '../deps.ts';
import { RateLimiter } from '../http/rate-limit.ts';
import type { Session } from '../socket/session.ts';
import type { Sessions } from '../socket/sessions.ts';
import type { Subscription } from './commands.ts';
import { areKeys, type Receiver } from './encrypt.ts';
import { callPayload, messagePayload } from './payloads.ts';
import { type Push, Sender } from './sender.ts';
import { newServerKey, Vapid } from './vapid.ts';
import { VisiblePages } from './visible.ts';

export interface PushesPorts extends PushDeps {
  db: Database;
  clock: Clock;
  log: Logger;
  settings: ServerSettings;
  links: Links;
  sessions(): Sessions;
  /** Nothing reaches this user by push any more: what rings at him may have to end. */
  onUnreachable(app: string, user: string): void;
}

/** Channels of browsers that were pushed to and are not read yet; more are forgotten, and stay shown until they are looked at. */
const SHOWN_MAX = 50_000;
/** A message this old is history that somebody brings in, no news. */
const NEWS_MS = 300_000;

/** Decides what is pushed to whom, by what was committed. A browser with a page before its user's eyes gets nothing: the page shows it. */
export class Pushes {
  readonly #ports: PushesPorts;
  readonly #visible: VisiblePages;
  readonly #ofApp: RateLimiter;
  readonly #ofBrowser: RateLimiter;
  /** Users with a subscription, by app; too many rather than too few. */
  readonly #users = new Map<string, Set<string>>();
  /** Where calls were announced, until they ring no more. */
  readonly #ringing = new Map<string, Promise<Subscription[]>>();
  readonly #shown = new Map<string, Set<string>>();
  #vapid: Vapid | undefined;
  #sender: Sender | undefined;
  #closed = false;

  constructor(ports: PushesPorts) {
    this.#ports = ports;
    const { clock, settings } = ports;
    this.#visible = new VisiblePages(clock, settings.pushVisibleMs);
    this.#ofApp = new RateLimiter(clock, settings.rates.push);
    this.#ofBrowser = new RateLimiter(clock, settings.rates.pushEach);
  }

  async start(): Promise<void> {
    const { db, clock, log, settings, fetch, contact } = this.#ports;
    const { key, users } = await db.run('push.load', { fresh: newServerKey() });
    for (const { app, user } of users) this.#know(app, user);
    this.#vapid = new Vapid(clock, key, contact);
    this.#sender = new Sender({
      clock,
      log,
      fetch,
      vapid: this.#vapid,
      retryMs: settings.pushRetryMs,
      timeoutMs: settings.pushTimeoutMs,
      onGone: (app, endpoint) => this.#gone(app, endpoint),
    });
  }

  /** After a start: the end of these is told wherever they may have been announced. */
  resume(records: readonly CallRecord[]): void {
    for (const { app, row, ringing } of records)
      for (const user of ringing) if (this.reaches(app, user)) this.#ringing.set(callKey(app, user, row.call_id), this.#lookUp(app, user));
  }

  close(): void {
    this.#closed = true;
    this.#sender?.close();
  }

  /** Pushes that wait or are under way. */
  get waiting(): number {
    return this.#sender?.size ?? 0;
  }

  get publicKey(): string {
    if (!this.#vapid) throw new EarshotError('connection:restart', 'get the push key', 'the server is starting');
    return this.#vapid.publicKey;
  }

  /** Whether this user may have a browser that can be pushed to. */
  reaches(app: string, user: string): boolean {
    return this.#users.get(app)?.has(user) ?? false;
  }

  // ---- what browsers ask

  async subscribe(app: string, user: string, device: string | null, params: Params<'push.subscribe'>): Promise<void> {
    const { endpoint, p256dh, auth, language } = params;
    this.#check(params);
    const most = this.#ports.settings.pushPerUser;
    await this.#ports.db.run('push.subscribe', { app, user, device, endpoint, p256dh, auth, most, ...(language !== undefined && { language }) });
    this.#know(app, user);
  }

  async unsubscribe(app: string, user: string, endpoint: string): Promise<void> {
    await this.#ports.db.run('push.unsubscribe', { app, user, endpoint });
    this.#sender?.forget(app, endpoint);
  }

  async renew(app: string, old: { endpoint: string; auth: string }, next: Receiver): Promise<void> {
    this.#check(next);
    const { user } = await this.#ports.db.run('push.renew', { app, ...old, next, most: this.#ports.settings.pushPerUser });
    this.#know(app, user);
  }

  async drop(app: string, endpoint: string, auth: string): Promise<void> {
    await this.#ports.db.run('push.drop', { app, endpoint, auth });
    this.#sender?.forget(app, endpoint);
  }

  setVisible(session: Session, page: string, visible: boolean): void {
    this.#visible.set(session, page, visible);
  }

  #check({ endpoint, p256dh, auth }: Receiver): void {
    const operation = 'subscribe to push';
    const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
    const secure = url?.protocol === 'https:' || (this.#ports.plain === true && url?.protocol === 'http:');
    if (!url || !secure || url.username !== '' || url.password !== '') throw new EarshotError('push:refused', operation);
    if (!areKeys(p256dh, auth)) throw new EarshotError('request:invalid', operation, 'these are no keys of a push subscription');
  }

  // ---- what was committed

  apply(effect: Effect): void {
    if (this.#closed || effect.type === 'rewrite' || effect.type === 'webhook' || !this.#users.has(effect.app)) return;
    if (effect.type === 'receipt') {
      if (effect.kind === 'read') this.#read(effect.app, effect.user, effect.channel);
    } else if (effect.kind === 'message' && channelOf(effect.stream) !== undefined) {
      const { message } = JSON.parse(effect.body) as Extract<StreamEntry, { kind: 'message' }>;
      if (message.type !== 'call' && message.created_at > this.#ports.clock.now() - NEWS_MS) this.#quietly(this.#message(effect.app, message));
    } else if (effect.kind === 'call') {
      const user = effect.stream.slice(2);
      if (this.reaches(effect.app, user))
        this.#quietly(this.#call(effect.app, user, (JSON.parse(effect.body) as Extract<StreamEntry, { kind: 'call' }>).call));
    }
  }

  async #message(app: string, message: Message): Promise<void> {
    const { db, clock, settings, texts } = this.#ports;
    const { channel, between, to } = await db.run('push.message', { app, message });
    const expiresAtMs = clock.now() + settings.pushTtlMs;
    for (const one of to) {
      if (this.#inSight(app, one) || this.#tooMany(app, one.endpoint)) continue;
      const key = channelKey(app, one.user, message.channel_id);
      this.#shown.set(key, (this.#shown.get(key) ?? new Set()).add(one.endpoint));
      if (this.#shown.size > SHOWN_MAX) this.#shown.delete(this.#shown.keys().next().value!);
      const payload = messagePayload({ app, message, channel, between, to: one, texts });
      this.#send({ app, ...one, payload, expiresAtMs, urgency: one.mention || between ? 'high' : 'normal', topic: topicOf(key) });
    }
  }

  /** What was shown on other devices goes; one with a socket hears of it there. */
  #read(app: string, user: string, channel: string): void {
    const key = channelKey(app, user, channel);
    const endpoints = this.#shown.get(key);
    if (!endpoints?.size) return;
    this.#shown.delete(key);
    const expiresAtMs = this.#ports.clock.now() + this.#ports.settings.pushTtlMs;
    const payload = { v: 1, t: 'read', app_id: app, user_id: user, channel_id: channel };
    this.#quietly(
      this.#lookUp(app, user).then((known) => {
        for (const one of known) {
          if (!endpoints.has(one.endpoint) || isStrict(one.endpoint) || this.#sessionsOf(app, one).length > 0) continue;
          this.#send({ app, ...one, payload, expiresAtMs, urgency: 'low', topic: topicOf(key) });
        }
      }),
    );
  }

  async #call(app: string, user: string, call: CallRow): Promise<void> {
    const { clock, settings, links } = this.#ports;
    const key = callKey(app, user, call.call_id);
    const topic = topicOf(key);
    const told = this.#ringing.get(key);
    if (call.state === 'ringing') {
      if (told || call.from.user_id === user) return;
      const targets = this.#lookUp(app, user).then((all) => all.filter((one) => !this.#inSight(app, one)));
      this.#ringing.set(key, targets);
      const expiresAtMs = clock.now() + call.ring_left_ms;
      const payload = callPayload(app, user, call, { expires_at: expiresAtMs, decline_key: links.declineKey(app, call.call_id, user) });
      for (const one of await targets) this.#send({ app, ...one, payload, expiresAtMs, urgency: 'high', topic });
    } else if (told) {
      this.#ringing.delete(key);
      const missed = call.state === 'ended' && (call.end_reason === 'unanswered' || call.end_reason === 'cancelled');
      const expiresAtMs = clock.now() + settings.pushTtlMs;
      const payload = callPayload(app, user, call, { over: true, missed });
      for (const one of await told) this.#send({ app, ...one, payload, expiresAtMs, urgency: missed ? 'normal' : 'high', topic });
    }
  }

  // ---- within

  #send(push: Push): void {
    const { app, endpoint, p256dh, auth, payload, expiresAtMs, urgency, topic } = push;
    this.#sender?.send({ app, endpoint, p256dh, auth, payload, expiresAtMs, urgency, topic });
  }

  /** Of the browser that has this subscription. */
  #sessionsOf(app: string, { user, device }: Subscription): Session[] {
    return device === null ? [] : [...this.#ports.sessions().of(app, user)].filter((session) => session.device === device);
  }

  #inSight(app: string, one: Subscription): boolean {
    return this.#visible.any(this.#sessionsOf(app, one));
  }

  /** Calls are never too many: they have a limit of their own. */
  #tooMany(app: string, endpoint: string): boolean {
    try {
      this.#ofApp.check(app, 'push');
      this.#ofBrowser.take(`${app}\n${endpoint}`, 'push');
      this.#ofApp.take(app, 'push');
      return false;
    } catch {
      this.#ports.log.debug({ app }, 'a push message was left out: too many');
      return true;
    }
  }

  #know(app: string, user: string): void {
    this.#users.set(app, (this.#users.get(app) ?? new Set()).add(user));
  }

  async #lookUp(app: string, user: string): Promise<Subscription[]> {
    const found = await this.#ports.db.run('push.of-user', { app, user }, (known) => {
      if (known.length === 0 && this.#users.get(app)?.delete(user)) this.#ports.onUnreachable(app, user);
    });
    return found;
  }

  #gone(app: string, endpoint: string): void {
    this.#sender?.forget(app, endpoint);
    this.#quietly(
      this.#ports.db.run('push.gone', { app, endpoint }).then(async (user) => {
        if (user !== null) await this.#lookUp(app, user);
        this.#ports.log.debug({ app }, 'a push subscription is gone');
      }),
    );
  }

  #quietly(task: Promise<unknown>): void {
    task.catch((error: unknown) => {
      if (!this.#closed) this.#ports.log.warn({ reason: String(error) }, 'something could not be pushed');
    });
  }
}

const channelKey = (app: string, user: string, channel: string): string => `${app}\n${user}\nc\n${channel}`;
const callKey = (app: string, user: string, call: string): string => `${app}\n${user}\nr\n${call}`;
/** 32 characters that tell a push service nothing. */
const topicOf = (key: string): string => createHash('sha256').update(key).digest('base64url').slice(0, 32);

/** A push service that stops serving whoever shows nothing for a message. */
const isStrict = (endpoint: string): boolean => new URL(endpoint).hostname.endsWith('.push.apple.com');
