import type { AppRow } from '../api.ts';
import type { Database } from '../db/database.ts';
import type * as voicemail from '../voicemail/commands.ts';
import type * as recordings from './commands.ts';

type Call<F extends (tx: never, args: never) => unknown> = (args: Parameters<F>[1]) => Promise<ReturnType<F>>;

/** What the HTTP face asks of the database for recordings, voice messages and greetings. All reject with an `EarshotError`. */
export interface AudioRows {
  readonly recordings: {
    open: Call<(tx: never, args: Omit<recordings.OpenRecording, 'policy'>) => recordings.StoredRecording>;
    consent: Call<typeof recordings.consentToRecording>;
    growing: Call<typeof recordings.growingRecording>;
    grow: Call<typeof recordings.growRecording>;
    close: Call<typeof recordings.closeRecording>;
    idle: Call<typeof recordings.idleRecordings>;
    revive(): Promise<null>;
    get: Call<typeof recordings.getRecording>;
    list: Call<typeof recordings.listRecordings>;
    delete: Call<typeof recordings.deleteRecording>;
    policy(app: string): AppRow['recording'];
    setPolicy(app: string, recording: AppRow['recording']): Promise<void>;
  };
  readonly voicemail: {
    get: Call<typeof voicemail.getMailbox>;
    enable: Call<typeof voicemail.enableMailbox>;
    greeting: Call<typeof voicemail.setGreeting>;
    offer: Call<typeof voicemail.getOffer>;
    mayLeave: Call<typeof voicemail.mayLeave>;
    leave: Call<typeof voicemail.leaveMessage>;
    list: Call<typeof voicemail.listVoicemails>;
    mark: Call<typeof voicemail.markVoicemail>;
    delete: Call<typeof voicemail.deleteVoicemail>;
  };
  /** Every piece of sound that has a row. */
  known(): Promise<{ app: string; id: string }[]>;
  /** What one is; undefined when there is none of this id. */
  type(app: string, id: string): Promise<string | undefined>;
  /** A path by which it can be read for a while without a token. */
  link(app: string, id: string): string;
  verifyLink(app: string, id: string, expires: string, signature: string): boolean;
}

export interface AudioRowsPorts {
  db: Database;
  app(appId: string): AppRow | undefined;
  links: { signAudio(app: string, id: string): string; verifyAudio(app: string, id: string, expires: string, signature: string): boolean };
}

export function createAudioRows({ db, app, links }: AudioRowsPorts): AudioRows {
  const policy = (appId: string): AppRow['recording'] => app(appId)?.recording ?? 'tell';
  return {
    recordings: {
      open: (args) => db.run('recording.open', { ...args, policy: policy(args.app) }),
      consent: (args) => db.run('recording.consent', args),
      growing: (args) => db.run('recording.growing', args),
      grow: (args) => db.run('recording.grow', args),
      close: (args) => db.run('recording.close', args),
      idle: (args) => db.run('recording.idle', args),
      revive: () => db.run('recording.revive', undefined),
      get: (args) => db.run('recording.get', args),
      list: (args) => db.run('recording.list', args),
      delete: (args) => db.run('recording.delete', args),
      policy,
      setPolicy: async (appId, recording) => {
        await db.run('recording.policy', { app: appId, recording }, () => {
          const row = app(appId);
          if (row) row.recording = recording;
        });
      },
    },
    voicemail: {
      get: (args) => db.run('voicemail.get', args),
      enable: (args) => db.run('voicemail.enable', args),
      greeting: (args) => db.run('voicemail.greeting', args),
      offer: (args) => db.run('voicemail.offer', args),
      mayLeave: (args) => db.run('voicemail.may-leave', args),
      leave: (args) => db.run('voicemail.leave', args),
      list: (args) => db.run('voicemail.list', args),
      mark: (args) => db.run('voicemail.mark', args),
      delete: (args) => db.run('voicemail.delete', args),
    },
    known: () => db.run('audio.known', undefined),
    type: async (appId, id) => (await db.run('audio.type', { app: appId, id }))?.type,
    link: (appId, id) => links.signAudio(appId, id),
    verifyLink: (appId, id, expires, signature) => links.verifyAudio(appId, id, expires, signature),
  };
}
