// The types of Slack's own packages that the schemas in ../schemas are made from, by schemas.mjs.
import type {
  BlockAction,
  EnvelopedEvent,
  GlobalShortcut,
  MessageShortcut,
  SlackOptions,
  SlashCommand,
  ViewClosedAction,
  ViewSubmitAction,
} from "@slack/bolt";
import type { HomeView, KnownBlock, ModalView, SlackEvent } from "@slack/types";
import type * as api from "@slack/web-api";

export type Blocks = KnownBlock[];

export interface Views {
  home: HomeView;
  modal: ModalView;
}

export interface Calls {
  "apps.connections.open": api.AppsConnectionsOpenArguments;
  "apps.event.authorizations.list": api.AppsEventAuthorizationsListArguments;
  "apps.uninstall": api.AppsUninstallArguments;
  "assistant.threads.setStatus": api.AssistantThreadsSetStatusArguments;
  "assistant.threads.setSuggestedPrompts": api.AssistantThreadsSetSuggestedPromptsArguments;
  "assistant.threads.setTitle": api.AssistantThreadsSetTitleArguments;
  "auth.revoke": api.AuthRevokeArguments;
  "auth.teams.list": api.AuthTeamsListArguments;
  "auth.test": api.AuthTestArguments;
  "bookmarks.add": api.BookmarksAddArguments;
  "bots.info": api.BotsInfoArguments;
  "chat.delete": api.ChatDeleteArguments;
  "chat.getPermalink": api.ChatGetPermalinkArguments;
  "chat.postEphemeral": api.ChatPostEphemeralArguments;
  "chat.postMessage": api.ChatPostMessageArguments;
  "chat.update": api.ChatUpdateArguments;
  "conversations.info": api.ConversationsInfoArguments;
  "conversations.invite": api.ConversationsInviteArguments;
  "conversations.join": api.ConversationsJoinArguments;
  "conversations.list": api.ConversationsListArguments;
  "conversations.members": api.ConversationsMembersArguments;
  "conversations.open": api.ConversationsOpenArguments;
  "files.completeUploadExternal": api.FilesCompleteUploadExternalArguments;
  "files.getUploadURLExternal": api.FilesGetUploadURLExternalArguments;
  "files.info": api.FilesInfoArguments;
  "oauth.v2.access": api.OAuthV2AccessArguments;
  "oauth.v2.exchange": api.OAuthV2ExchangeArguments;
  "pins.add": api.PinsAddArguments;
  "reactions.add": api.ReactionsAddArguments;
  "team.info": api.TeamInfoArguments;
  "users.conversations": api.UsersConversationsArguments;
  "users.info": api.UsersInfoArguments;
  "users.list": api.UsersListArguments;
  "users.lookupByEmail": api.UsersLookupByEmailArguments;
  "users.profile.get": api.UsersProfileGetArguments;
  "views.open": api.ViewsOpenArguments;
  "views.publish": api.ViewsPublishArguments;
  "views.push": api.ViewsPushArguments;
  "views.update": api.ViewsUpdateArguments;
}

type Event<Type extends string> = Extract<SlackEvent, { type: Type }>;

export interface Inbound {
  block_actions: BlockAction;
  block_suggestion: SlackOptions;
  command: SlashCommand;
  envelope: Omit<EnvelopedEvent, "event">;
  message_action: MessageShortcut;
  shortcut: GlobalShortcut;
  view_closed: ViewClosedAction;
  view_submission: ViewSubmitAction;
  "event app_home_opened": Event<"app_home_opened">;
  "event app_uninstalled": Event<"app_uninstalled">;
  "event channel_archive": Event<"channel_archive">;
  "event channel_rename": Event<"channel_rename">;
  "event channel_unarchive": Event<"channel_unarchive">;
  "event member_joined_channel": Event<"member_joined_channel">;
  "event member_left_channel": Event<"member_left_channel">;
  "event message": Event<"message">;
  "event team_join": Event<"team_join">;
  "event tokens_revoked": Event<"tokens_revoked">;
  "event user_change": Event<"user_change">;
}
