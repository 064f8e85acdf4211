import * as auth from '../auth/commands.ts';
import * as blocks from '../calls/blocks.ts';
import * as bridge from '../calls/bridge.ts';
import * as calls from '../calls/commands.ts';
import * as groups from '../calls/groups.ts';
import * as handOffs from '../calls/hand-off-rows.ts';
import { allLiveCalls } from '../calls/rows.ts';
import * as transfer from '../calls/transfer.ts';
import { listAppAudit, listAudit } from '../chat/audit.ts';
import * as bans from '../chat/bans.ts';
import * as changing from '../chat/changing.ts';
import * as channels from '../chat/channels.ts';
import * as edit from '../chat/edit.ts';
import { deleteMessage } from '../chat/erase.ts';
import * as files from '../chat/files.ts';
import { findChannels } from '../chat/find.ts';
import { listMessages } from '../chat/list.ts';
import { setManager } from '../chat/managers.ts';
import * as messages from '../chat/messages.ts';
import { muteUser, setNotify } from '../chat/mutes.ts';
import * as pins from '../chat/pins.ts';
import * as prepare from '../chat/prepare.ts';
import * as previews from '../chat/preview-rows.ts';
import * as reactions from '../chat/reactions.ts';
import { mark } from '../chat/receipts.ts';
import * as reports from '../chat/reports.ts';
import * as scheduled from '../chat/scheduled.ts';
import { searchMessages } from '../chat/search.ts';
import * as users from '../chat/users.ts';
import * as words from '../chat/words.ts';
import * as guests from '../guests/commands.ts';
import * as history from '../history/commands.ts';
import * as login from '../login/commands.ts';
import * as erase from '../privacy/erase.ts';
import { listRemovals, removed } from '../privacy/erase-rest.ts';
import { exportPage, exportProfile } from '../privacy/export.ts';
import { cutOld, keptForATime } from '../privacy/retention.ts';
import * as push from '../push/commands.ts';
import * as recordings from '../recording/commands.ts';
import { relay } from '../relay/commands.ts';
import { openSession, pageEntries } from '../streams/commands.ts';
import * as voicemail from '../voicemail/commands.ts';
import * as deliveries from '../webhooks/delivery-rows.ts';
import * as webhooks from '../webhooks/rows.ts';

/** Everything the database thread does, by name: each is one function of a transaction. */
export const COMMANDS = {
  'secrets.load': auth.loadSecrets,
  'app.create': auth.createApp,
  'app.rotate': auth.rotateApiKey,
  'app.tokens': auth.setTokenPolicy,
  'token.prepare': auth.prepareToken,
  'token.accept': auth.acceptToken,
  'token.revoke': auth.revokeTokens,
  'password.set': login.setPassword,
  'password.get': login.getPassword,
  'password.delete': login.deletePassword,
  'hmac.set': login.setHmacKey,
  'hmac.get': login.getHmacKey,
  'hmac.delete': login.deleteHmacKey,
  'user.create': users.createUser,
  'user.look-up': users.lookUpUser,
  'user.get': users.getUser,
  'user.update': users.updateUser,
  'user.meta': users.changeUserMeta,
  'user.seen': users.seeUser,
  'user.presence': users.presenceOf,
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
  'channel.update': changing.updateChannel,
  'channel.delete': changing.deleteChannel,
  'channel.freeze': changing.freezeChannel,
  'channel.meta': changing.changeChannelMeta,
  'channel.add': changing.addMembers,
  'channel.remove': changing.removeFromChannel,
  'channel.manager': setManager,
  'channel.ban': bans.banUser,
  'channel.unban': bans.unbanUser,
  'channel.bans': bans.listBans,
  'channel.mute': muteUser,
  'channel.notify': setNotify,
  'channel.audit': listAudit,
  'audit.list': listAppAudit,
  'report.create': reports.createReport,
  'report.list': reports.listReports,
  'report.decide': reports.decideReport,
  'word.list': words.listWords,
  'word.put': words.putWord,
  'word.delete': words.deleteWord,
  'message.send': messages.sendMessage,
  'message.prepare': prepare.prepareMessage,
  'message.prepare-edit': prepare.prepareEdit,
  'message.refuse': prepare.refuseMessage,
  'message.get': messages.getMessage,
  'message.list': listMessages,
  'message.delete': deleteMessage,
  'message.edit': edit.editMessage,
  'message.versions': edit.listVersions,
  'message.meta': edit.changeMeta,
  'message.react': reactions.react,
  'message.reactors': reactions.listReactors,
  'message.pin': pins.pinMessage,
  'message.pins': pins.listPins,
  'message.search': searchMessages,
  'message.seed': messages.seedMessages,
  'schedule.put': scheduled.schedule,
  'schedule.list': scheduled.listScheduled,
  'schedule.drop': scheduled.unschedule,
  'schedule.due': scheduled.dueScheduled,
  'schedule.sent': scheduled.sentScheduled,
  'schedule.refused': scheduled.refusedScheduled,
  'schedule.postpone': scheduled.postponeScheduled,
  'preview.known': previews.knownPreviews,
  'preview.put': previews.putPreviews,
  'session.open': openSession,
  'entries.page': pageEntries,
  'history.list': history.listHistory,
  'history.remove': history.removeHistory,
  'history.clear': history.clearHistory,
  'history.see': history.seeHistory,
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
  'call.bridge': bridge.bridgeCall,
  'call.handoff': handOffs.offerHandOff,
  'call.takeover': handOffs.takeHandOff,
  'call.transfer': transfer.transferCall,
  'call.connect': transfer.connectCalls,
  'call.forward': transfer.forwardCall,
  'call.block': blocks.blockUser,
  'call.unblock': blocks.unblockUser,
  'call.blocked': blocks.blockedUsers,
  'group.load': groups.allGroups,
  'group.put': groups.putGroup,
  'group.get': groups.getGroup,
  'group.delete': groups.deleteGroup,
  relay,
  'push.load': push.loadPush,
  'push.subscribe': push.subscribe,
  'push.unsubscribe': push.unsubscribe,
  'push.renew': push.renew,
  'push.drop': push.drop,
  'push.gone': push.gone,
  'push.of-user': push.subscriptionsOf,
  'push.message': push.messageTargets,
  'recording.open': recordings.openRecording,
  'recording.consent': recordings.consentToRecording,
  'recording.growing': recordings.growingRecording,
  'recording.grow': recordings.growRecording,
  'recording.close': recordings.closeRecording,
  'recording.idle': recordings.idleRecordings,
  'recording.revive': recordings.reviveRecordings,
  'recording.get': recordings.getRecording,
  'recording.list': recordings.listRecordings,
  'recording.delete': recordings.deleteRecording,
  'recording.policy': recordings.setRecordingPolicy,
  'audio.known': recordings.knownAudio,
  'audio.type': recordings.audioType,
  'voicemail.get': voicemail.getMailbox,
  'voicemail.enable': voicemail.enableMailbox,
  'voicemail.greeting': voicemail.setGreeting,
  'voicemail.offer': voicemail.getOffer,
  'voicemail.may-leave': voicemail.mayLeave,
  'voicemail.leave': voicemail.leaveMessage,
  'voicemail.list': voicemail.listVoicemails,
  'voicemail.mark': voicemail.markVoicemail,
  'voicemail.delete': voicemail.deleteVoicemail,
  'guest.policy': guests.getPolicy,
  'guest.set-policy': guests.setPolicy,
  'guest.enter': guests.enterAsGuest,
  'guest.claim': guests.claimGuest,
  'guest.idle': guests.idleGuests,
  'webhook.load': webhooks.loadWebhooks,
  'webhook.create': webhooks.createWebhook,
  'webhook.change': webhooks.changeWebhook,
  'webhook.rotate': webhooks.rotateSecret,
  'webhook.delete': webhooks.deleteWebhook,
  'webhook.count': webhooks.countQueue,
  'webhook.due': deliveries.dueEvents,
  'webhook.delivered': deliveries.eventDelivered,
  'webhook.failed': deliveries.eventFailed,
  'webhook.expire': deliveries.expireEvents,
  'webhook.dead': deliveries.listDead,
  'webhook.redrive': deliveries.redriveDead,
  'webhook.drop': deliveries.dropDead,
  'erase.begin': erase.beginErasure,
  'erase.step': erase.eraseStep,
  'erase.unfinished': erase.unfinishedErasures,
  'retention.channels': keptForATime,
  'retention.cut': cutOld,
  'removal.list': listRemovals,
  'removal.done': removed,
  'export.profile': exportProfile,
  'export.page': exportPage,
};
