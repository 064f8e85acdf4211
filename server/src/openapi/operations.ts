/** Who may ask: the app's own server by its key, a user by his session token, either of them, or whoever has the link or the password. */
export type Who = 'app' | 'user' | 'either' | 'anyone';

/** Summary, who, and the media types of a body that is no JSON. */
type Operation = readonly [string, Who, (readonly string[])?];

const SOUND = ['audio/webm', 'audio/mp4', 'audio/ogg'] as const;

/** What happens with a message, in both kinds of channels. */
const messagesOf = (channels: string): Record<string, Operation> => {
  const all = `/v1/${channels}/channels/{channel_id}`;
  const one = `${all}/messages/{message_id}`;
  return {
    [`GET ${all}/messages`]: ['Page through the history', 'either'],
    [`POST ${all}/messages`]: ['Send a message', 'user', ['application/json', 'multipart/form-data']],
    [`GET ${all}/pins`]: ['List the pinned messages', 'either'],
    [`GET ${one}`]: ['Read a message', 'either'],
    [`PUT ${one}`]: ['Edit a message', 'either'],
    [`DELETE ${one}`]: ['Delete a message', 'either'],
    [`GET ${one}/versions`]: ['List what a message said before', 'either'],
    [`PUT ${one}/meta`]: ['Change the meta of a message', 'either'],
    [`GET ${one}/reactions/{emoji}`]: ['List who reacted', 'either'],
    [`PUT ${one}/reactions/{emoji}`]: ['React', 'user'],
    [`DELETE ${one}/reactions/{emoji}`]: ['Take a reaction away', 'user'],
    [`PUT ${one}/pin`]: ['Pin a message', 'either'],
    [`DELETE ${one}/pin`]: ['Unpin a message', 'either'],
  };
};

/** By method and path, as they stand in the document. A route that is not listed is documented without these words. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  ...messagesOf('group'),
  ...messagesOf('open'),
  'GET /v1/openapi.json': ['This document', 'anyone'],
  'GET /v1/voice/users/{user_id}/token': ['Make a session token for 24 hours', 'app'],
  'POST /v1/voice/users/{user_id}/token': ['Make a session token for 24 hours', 'app'],
  'PUT /v1/voice/groups/{group_id}': ['Make a group whose members are called together', 'app'],
  'GET /v1/voice/groups/{group_id}': ['Read a call group', 'app'],
  'DELETE /v1/voice/groups/{group_id}': ['Delete a call group', 'app'],
  'GET /v1/tokens/policy': ['Which session tokens are made', 'app'],
  'PUT /v1/tokens/policy': ['Set which session tokens are made', 'app'],
  'POST /v1/users': ['Create a user', 'app'],
  'GET /v1/users/{user_id}': ['Read a user', 'either'],
  'DELETE /v1/users/{user_id}': ['Erase a user and all that is kept of him', 'app'],
  'GET /v1/users/{user_id}/export': ['Export everything that is kept of a user', 'app'],
  'POST /v1/users/{user_id}/token': ['Make a session token', 'app'],
  'DELETE /v1/users/{user_id}/token': ['Revoke every session token', 'app'],
  'PUT /v1/users/{user_id}/password': ['Set a password', 'app'],
  'DELETE /v1/users/{user_id}/password': ['Remove a password', 'app'],
  'POST /v1/login': ['Sign in by password or HMAC token', 'anyone'],
  'POST /v1/login/hmac-key': ['Make the key of HMAC tokens', 'app'],
  'DELETE /v1/login/hmac-key': ['Void the key of HMAC tokens', 'app'],
  'POST /v1/group/channels': ['Create a channel', 'either'],
  'GET /v1/group/channels': ['List channels', 'either'],
  'GET /v1/group/channels/{channel_id}': ['Read a channel', 'either'],
  'GET /v1/group/channels/{channel_id}/members': ['List members', 'either'],
  'POST /v1/group/channels/{channel_id}/members': ['Join a channel', 'either'],
  'DELETE /v1/group/channels/{channel_id}/members/{user_id}': ['Leave a channel', 'either'],
  'GET /v1/messages/search': ['Search messages', 'either'],
  'GET /v1/messages/scheduled': ['List scheduled messages', 'user'],
  'PUT /v1/messages/scheduled/{schedule_id}': ['Schedule a message', 'user'],
  'DELETE /v1/messages/scheduled/{schedule_id}': ['Unschedule a message', 'user'],
  'POST /v1/webhooks': ['Create a webhook; its secret is shown this once', 'app'],
  'GET /v1/webhooks': ['List webhooks', 'app'],
  'GET /v1/webhooks/{webhook_id}': ['Read a webhook, and how much waits for it', 'app'],
  'PATCH /v1/webhooks/{webhook_id}': ['Change a webhook', 'app'],
  'DELETE /v1/webhooks/{webhook_id}': ['Delete a webhook with its queue', 'app'],
  'POST /v1/webhooks/{webhook_id}/secret': ['Make a new secret; the old one signs beside it for a while', 'app'],
  'POST /v1/webhooks/{webhook_id}/test': ['Send a test event now', 'app'],
  'GET /v1/webhooks/{webhook_id}/dead-letters': ['List events that were given up', 'app'],
  'POST /v1/webhooks/{webhook_id}/dead-letters': ['Send given-up events again', 'app'],
  'DELETE /v1/webhooks/{webhook_id}/dead-letters': ['Throw given-up events away', 'app'],
  'POST /v1/uploads': ['Begin an upload (tus 1.0)', 'user', ['application/offset+octet-stream']],
  'HEAD /v1/uploads/{id}': ['How much of an upload is there', 'user'],
  'PATCH /v1/uploads/{id}': ['Go on with an upload', 'user', ['application/offset+octet-stream']],
  'DELETE /v1/uploads/{id}': ['Give an upload up', 'user'],
  'GET /v1/files/{app_id}/{file_id}/{name}': ['Download a file by its signed link', 'anyone'],
  'GET /v1/audio/{app_id}/{audio_id}': ['Play a recording or voice message by its signed link', 'anyone'],
  'GET /v1/ice-servers': ['ICE servers with short-lived credentials', 'user'],
  'POST /v1/recordings': ['Begin to record a call', 'user'],
  'GET /v1/recordings': ['List recordings', 'either'],
  'GET /v1/recordings/{id}': ['Read a recording', 'either'],
  'HEAD /v1/recordings/{id}': ['How much of a recording is there', 'user'],
  'PATCH /v1/recordings/{id}': ['Append to a recording', 'user', ['application/offset+octet-stream']],
  'DELETE /v1/recordings/{id}': ['Delete a recording', 'either'],
  'POST /v1/recordings/{id}/complete': ['End a recording', 'user'],
  'POST /v1/recordings/consent': ['Allow that a call is recorded', 'user'],
  'GET /v1/recordings/policy': ['Whether calls may be recorded', 'either'],
  'PUT /v1/recordings/policy': ['Set whether calls may be recorded', 'app'],
  'GET /v1/voicemail': ['Read a mailbox', 'user'],
  'PUT /v1/voicemail': ['Switch a mailbox on or off', 'user'],
  'PUT /v1/voicemail/greeting': ['Set a greeting', 'user', SOUND],
  'DELETE /v1/voicemail/greeting': ['Remove a greeting', 'user'],
  'GET /v1/voicemail/messages': ['List voice messages', 'user'],
  'PATCH /v1/voicemail/messages/{id}': ['Mark a voice message', 'user'],
  'DELETE /v1/voicemail/messages/{id}': ['Delete a voice message', 'user'],
  'GET /v1/voicemail/offers/{call_id}': ['Whom to leave a message after a call', 'user'],
  'PUT /v1/voicemail/offers/{call_id}/messages/{id}': ['Leave a voice message', 'user', SOUND],
};
