import * as auth from '../auth/commands.ts';
import * as calls from '../calls/commands.ts';
import { allLiveCalls } from '../calls/rows.ts';
import * as channels from '../chat/channels.ts';
import * as files from '../chat/files.ts';
import { findChannels } from '../chat/find.ts';
import * as messages from '../chat/messages.ts';
import { mark } from '../chat/receipts.ts';
import * as users from '../chat/users.ts';
import { openSession, pageEntries } from '../streams/commands.ts';

/** Everything the database thread does, by name: each is one function of a transaction. */
export const COMMANDS = {
  'secrets.load': auth.loadSecrets,
  'app.create': auth.createApp,
  'app.rotate': auth.rotateApiKey,
  'token.prepare': auth.prepareToken,
  'token.floor': auth.tokenFloor,
  'token.revoke': auth.revokeTokens,
  'user.create': users.createUser,
  'user.look-up': users.lookUpUser,
  'user.get': users.getUser,
  'user.update': users.updateUser,
  'file.add': files.addFile,
  'file.get': files.getFile,
  'file.may-read': files.mayReadFile,
  'channel.create': channels.createChannel,
  'channel.get': channels.getChannel,
  'channel.open': channels.openChannel,
  'channel.find': findChannels,
  'channel.join': channels.joinChannel,
  'channel.leave': channels.leaveChannel,
  'channel.members': channels.listMembers,
  'channel.managers': channels.listManagers,
  'channel.heads': channels.channelHeads,
  'channel.may-write': channels.mayWrite,
  'channel.mark': mark,
  'message.send': messages.sendMessage,
  'message.list': messages.listMessages,
  'message.delete': messages.deleteMessage,
  'message.seed': messages.seedMessages,
  'session.open': openSession,
  'entries.page': pageEntries,
  'call.load': allLiveCalls,
  'call.invite': calls.inviteCall,
  'call.ring': calls.ringCall,
  'call.answer': calls.answerCall,
  'call.decline': calls.declineCall,
  'call.end': calls.endCall,
  'call.get': calls.getCall,
  'call.expire': calls.expireCall,
  'call.abandon': calls.abandonCall,
  'call.lose': calls.loseCall,
  'call.resume': calls.resumeLeg,
};
