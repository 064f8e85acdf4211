/**
 * Migrations, in order; the place in the list is the schema version. Never change one that was published: add the next.
 * Every key begins with `app_id`, so that nothing of one app can meet anything of another (DESIGN 7.5).
 */
export const MIGRATIONS: readonly string[] = [
  `
  create table meta (key text primary key, value text not null) strict, without rowid;

  create table apps (
    app_id text primary key, name text not null, auto_create_users integer not null, reach text not null, guests integer not null,
    default_visibility text not null, created_at integer not null, api_key_hash text not null
  ) strict, without rowid;

  create table signing_keys (
    app_id text not null, kid text not null, secret text not null, created_at integer not null, primary key (app_id, kid)
  ) strict, without rowid;

  create table users (
    app_id text not null, user_id text not null, name text not null, profile_url text, meta text, created_at integer not null,
    updated_at integer not null, min_iat integer not null default 0, primary key (app_id, user_id)
  ) strict, without rowid;

  create table streams (app_id text not null, stream text not null, head integer not null, primary key (app_id, stream)) strict, without rowid;

  create table entries (
    app_id text not null, stream text not null, offset integer not null, kind text not null, body text not null, file integer not null,
    primary key (app_id, stream, offset)
  ) strict, without rowid;

  create table channels (
    app_id text not null, channel_id text not null, name text not null, profile_url text, meta text, frozen integer not null default 0,
    visibility text not null, n integer not null default 0, total_message_count integer not null default 0,
    total_file_count integer not null default 0, member_count integer not null default 0, ever_members integer not null default 0,
    ever_managers integer not null default 0, created_at integer not null, updated_at integer not null, primary key (app_id, channel_id)
  ) strict, without rowid;
  create index channels_by_age on channels (app_id, created_at, channel_id);

  create table members (
    app_id text not null, channel_id text not null, user_id text not null, role text not null, joined integer not null,
    joined_at integer not null, join_offset integer not null,
    read_offset integer not null default 0, read_n integer not null default 0, read_at integer not null default 0,
    delivered_offset integer not null default 0, delivered_n integer not null default 0, delivered_at integer not null default 0,
    primary key (app_id, channel_id, user_id)
  ) strict, without rowid;
  create index members_by_user on members (app_id, user_id, channel_id) where joined = 1;

  create table messages (
    app_id text not null, channel_id text not null, message_id integer not null, n integer not null, user_id text not null,
    client_id text not null, hash text not null, type text not null, content text, file_id text, meta text,
    created_at integer not null, updated_at integer not null, deleted integer not null default 0,
    primary key (app_id, channel_id, message_id)
  ) strict, without rowid;
  create unique index messages_once on messages (app_id, user_id, client_id);
  create index messages_by_file on messages (app_id, file_id) where file_id is not null;

  create table files (
    app_id text not null, file_id text not null, user_id text not null, name text not null, type text not null, size integer not null,
    width integer, height integer, created_at integer not null, primary key (app_id, file_id)
  ) strict, without rowid;

  create table calls (
    app_id text not null, call_id text not null, version integer not null, state text not null, alerted integer not null,
    caller text not null, callee text not null, media text not null, created_at integer not null, expires_at integer not null,
    answered_at integer, answered_leg text, ended_at integer, end_reason text, ended_by text, primary key (app_id, call_id)
  ) strict, without rowid;
  create index calls_live_caller on calls (app_id, caller) where state <> 'ended';
  create index calls_live_callee on calls (app_id, callee) where state <> 'ended';

  create table legs (
    app_id text not null, call_id text not null, side text not null, leg_id text not null, user_id text not null, device text not null,
    generation integer not null, primary key (app_id, call_id, side)
  ) strict, without rowid;
  `,
  `
  alter table calls add column detail text;
  alter table calls add column transfer_by text;
  alter table calls add column transfer_call text;
  alter table calls add column replaced_by text;

  create table rings (
    app_id text not null, call_id text not null, user_id text not null, state text not null, at integer not null,
    primary key (app_id, call_id, user_id)
  ) strict, without rowid;
  create index rings_live on rings (app_id, user_id) where state = 'ringing';

  create table call_groups (app_id text not null, group_id text not null, name text not null, primary key (app_id, group_id)) strict, without rowid;
  create table call_group_members (
    app_id text not null, group_id text not null, user_id text not null, primary key (app_id, group_id, user_id)
  ) strict, without rowid;

  create table call_blocks (
    app_id text not null, user_id text not null, blocked text not null, created_at integer not null, primary key (app_id, user_id, blocked)
  ) strict, without rowid;
  `,
  `
  alter table apps add column recording text not null default 'tell';

  create table recordings (
    app_id text not null, recording_id text not null, call_id text not null, user_id text not null, peer_id text not null, state text not null,
    type text not null, size integer not null, duration_ms integer not null, consented integer not null, created_at integer not null,
    touched_at integer not null, ended_at integer, primary key (app_id, recording_id)
  ) strict, without rowid;
  create index recordings_by_age on recordings (app_id, created_at, recording_id);
  create index recordings_open on recordings (touched_at) where state = 'recording';

  create table recording_consents (
    app_id text not null, call_id text not null, user_id text not null, at integer not null, primary key (app_id, call_id, user_id)
  ) strict, without rowid;

  create table mailboxes (
    app_id text not null, user_id text not null, enabled integer not null, greeting_id text, greeting_type text, greeting_ms integer,
    primary key (app_id, user_id)
  ) strict, without rowid;

  create table voicemails (
    app_id text not null, message_id text not null, user_id text not null, from_id text not null, call_id text not null, type text not null,
    size integer not null, duration_ms integer not null, heard integer not null, created_at integer not null, primary key (app_id, message_id)
  ) strict, without rowid;
  create index voicemails_by_owner on voicemails (app_id, user_id, created_at, message_id);
  create unique index voicemails_once on voicemails (app_id, call_id);
  `,
  `
  create table history (
    app_id text not null, user_id text not null, call_id text not null, direction text not null, peer text not null, name text, media text not null,
    started_at integer not null, answered_at integer, ended_at integer not null, end_reason text not null, missed integer not null,
    seen integer not null, primary key (app_id, user_id, call_id)
  ) strict, without rowid;
  create index history_by_age on history (app_id, user_id, started_at, call_id);
  create index history_unseen on history (app_id, user_id) where seen = 0;

  insert into history
    select app_id, caller, call_id, 'outgoing', callee, null, media, created_at, answered_at, coalesce(ended_at, created_at), coalesce(end_reason, 'failed'), 0, 1
    from calls where state = 'ended';
  insert into history
    select app_id, callee, call_id, 'incoming', caller, null, media, created_at, answered_at, coalesce(ended_at, created_at), coalesce(end_reason, 'failed'),
      answered_at is null and coalesce(end_reason, 'failed') <> 'rejected', 1
    from calls where state = 'ended';
  `,
  `
  create table relays (
    app_id text not null, starter text not null, answerer text not null, call_id text not null, cid text not null, state text not null,
    at integer not null, answer text, primary key (app_id, starter, answerer, call_id)
  ) strict, without rowid;
  create index relays_by_age on relays (app_id, at);
  `,
  `
  create table hand_offs (
    app_id text not null, user_id text not null, call_id text not null, leg_id text not null, hash text not null, expires_at integer not null,
    taken_device text, taken_leg text, primary key (app_id, user_id, call_id)
  ) strict, without rowid;
  `,
  `
  create table passwords (
    app_id text not null, user_id text not null, authname text not null, hash text not null, primary key (app_id, user_id)
  ) strict, without rowid;
  create table hmac_keys (app_id text primary key, organization text not null, key text not null) strict, without rowid;
  `,
  `
  alter table users add column last_seen_at integer;
  alter table users add column guest integer not null default 0;
  alter table users add column deleted_at integer;

  alter table channels add column type text not null default 'group';
  alter table channels add column slow_ms integer not null default 0;
  alter table channels add column write text not null default 'all';
  alter table channels add column retention_ms integer not null default 0;
  alter table channels add column created_by text;

  alter table members add column notify text not null default 'all';
  alter table members add column notify_until integer;
  alter table members add column muted_until integer;
  alter table members add column last_sent_at integer;

  alter table messages add column thread_id integer;
  alter table messages add column edited_at integer;
  alter table messages add column pinned_at integer;
  alter table messages add column pinned_by text;
  alter table messages add column reply_to integer;
  alter table messages add column extra text;
  create index messages_by_thread on messages (app_id, channel_id, thread_id, message_id) where thread_id is not null;
  create index messages_pinned on messages (app_id, channel_id, pinned_at) where pinned_at is not null;
  create index messages_by_time on messages (app_id, channel_id, created_at);

  create table message_versions (
    app_id text not null, channel_id text not null, message_id integer not null, at integer not null, content text not null,
    primary key (app_id, channel_id, message_id, at)
  ) strict, without rowid;

  create table reactions (
    app_id text not null, channel_id text not null, message_id integer not null, emoji text not null, user_id text not null, at integer not null,
    primary key (app_id, channel_id, message_id, emoji, user_id)
  ) strict, without rowid;
  create table reaction_counts (
    app_id text not null, channel_id text not null, message_id integer not null, emoji text not null, count integer not null,
    first_at integer not null, user_ids text not null, primary key (app_id, channel_id, message_id, emoji)
  ) strict, without rowid;

  create table threads (
    app_id text not null, channel_id text not null, message_id integer not null, count integer not null, last_at integer not null,
    user_ids text not null, primary key (app_id, channel_id, message_id)
  ) strict, without rowid;

  create table bans (
    app_id text not null, channel_id text not null, user_id text not null, start_at integer not null, end_at integer, reason text, by_user text,
    primary key (app_id, channel_id, user_id)
  ) strict, without rowid;

  create table reports (
    app_id text not null, report_id text not null, report_type text not null, report_category text not null, reporting_user text not null,
    reason text, user_id text, channel_id text, message_id integer, message text, created_at integer not null, updated_at integer not null,
    decision text, decided_by text, primary key (app_id, report_id)
  ) strict, without rowid;
  create index reports_by_channel on reports (app_id, channel_id, created_at, report_id);

  create table audit (
    app_id text not null, audit_id text not null, channel_id text, at integer not null, by_user text, action text not null, user_id text,
    message_id integer, detail text, primary key (app_id, audit_id)
  ) strict, without rowid;
  create index audit_by_channel on audit (app_id, channel_id, at, audit_id);

  create table word_rules (
    app_id text not null, rule_id text not null, pattern text not null, kind text not null, action text not null, created_at integer not null,
    primary key (app_id, rule_id)
  ) strict, without rowid;

  create table scheduled (
    app_id text not null, user_id text not null, schedule_id text not null, channel_id text not null, send_at integer not null, draft text not null,
    created_at integer not null, error text, primary key (app_id, user_id, schedule_id)
  ) strict, without rowid;
  create index scheduled_by_time on scheduled (send_at) where error is null;

  create table push_subscriptions (
    app_id text not null, endpoint text not null, user_id text not null, p256dh text not null, auth text not null, language text,
    created_at integer not null, primary key (app_id, endpoint)
  ) strict, without rowid;
  create index push_by_user on push_subscriptions (app_id, user_id);

  create table webhooks (
    app_id text not null, webhook_id text not null, url text not null, secret text not null, events text not null, before_delivery integer not null,
    created_at integer not null, primary key (app_id, webhook_id)
  ) strict, without rowid;
  create table webhook_queue (
    app_id text not null, webhook_id text not null, line text not null, seq integer not null, body text not null, attempts integer not null default 0,
    next_at integer not null, created_at integer not null, primary key (app_id, webhook_id, line, seq)
  ) strict, without rowid;
  create index webhook_due on webhook_queue (next_at);

  create table link_previews (
    app_id text not null, url text not null, body text not null, fetched_at integer not null, primary key (app_id, url)
  ) strict, without rowid;
  `,
  `
  create table message_updates (
    app_id text not null, channel_id text not null, message_id integer not null, offset integer not null,
    primary key (app_id, channel_id, message_id, offset)
  ) strict, without rowid;
  create index messages_by_quote on messages (app_id, channel_id, reply_to) where reply_to is not null;
  create index reactions_by_time on reactions (app_id, channel_id, message_id, emoji, at, user_id);

  create table searchable (
    id integer primary key, app_id text not null, channel_id text not null, message_id integer not null, unique (app_id, channel_id, message_id)
  ) strict;
  create virtual table words using fts5 (content, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2');
  insert into searchable (app_id, channel_id, message_id)
    select app_id, channel_id, message_id from messages where content is not null and deleted = 0 order by created_at, message_id;
  insert into words (rowid, content)
    select s.id, m.content from searchable s join messages m using (app_id, channel_id, message_id) order by s.id;
  `,
  `
  alter table channels add column deleted_at integer;
  `,
  `
  alter table users add column erased_at integer;
  create index users_erasing on users (app_id, user_id) where deleted_at is not null and erased_at is null;
  create index members_ever on members (app_id, user_id, channel_id);
  create index reactions_by_user on reactions (app_id, user_id);
  create index history_by_peer on history (app_id, peer, user_id);

  alter table streams add column floor integer not null default 0;
  create index channels_kept_for on channels (app_id, channel_id) where retention_ms > 0;

  create table removals (app_id text not null, kind text not null, id text not null, primary key (app_id, kind, id)) strict, without rowid;
  `,
  `
  alter table apps add column tokens text not null default 'on';
  `,
  `
  alter table webhooks add column seq integer not null default 0;
  alter table webhooks add column enabled integer not null default 1;
  alter table webhooks add column time_limit_ms integer not null default 3000;
  alter table webhooks add column on_failure text not null default 'open';
  alter table webhooks add column old_secret text;
  alter table webhooks add column old_until integer;

  alter table webhook_queue add column user_id text;
  drop index webhook_due;
  create index webhook_due on webhook_queue (app_id, webhook_id, next_at, seq);

  create table webhook_dead (
    app_id text not null, webhook_id text not null, seq integer not null, line text not null, body text not null, user_id text,
    attempts integer not null, error text not null, created_at integer not null, dead_at integer not null, primary key (app_id, webhook_id, seq)
  ) strict, without rowid;
  create index webhook_dead_by_user on webhook_dead (app_id, user_id) where user_id is not null;

  create table rejections (
    app_id text not null, user_id text not null, client_id text not null, hash text not null, reason text not null, at integer not null,
    primary key (app_id, user_id, client_id)
  ) strict, without rowid;
  create index rejections_by_age on rejections (at);
  `,
  `
  alter table push_subscriptions add column device text;
  `,
  `
  create table guest_policies (app_id text primary key, name text not null, team text not null) strict, without rowid;
  create table guests (
    app_id text not null, user_id text not null, hash text not null, channel_id text, seen_at integer not null, created_at integer not null,
    primary key (app_id, user_id)
  ) strict, without rowid;
  create unique index guests_by_hash on guests (app_id, hash);
  create index guests_by_age on guests (seen_at);
  `,
];
