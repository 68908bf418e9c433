"""The refusals of a Mattermost server: their ids, their sentences, and their JSON."""

from __future__ import annotations

from typing import Any

SENTENCES = {
    "api.bot.create_disabled": "Bot creation has been disabled.",
    "api.channel.add_user_to_channel.type.app_error": "Can not add user to this channel type.",
    "api.channel.remove.default.app_error": "Unable to remove user from the default channel {Channel}.",
    "api.command.command_post.forbidden.app_error": "Specified user is not a member of specified channel.",
    "api.command.disabled.app_error": "Commands have been disabled by the system admin.",
    "api.command.duplicate_trigger.app_error": (
        "This trigger word is already in use. Please choose another word."
    ),
    "api.command.execute_command.create_post_failed.app_error": (
        "Command '{Trigger}' failed to post response. Please contact your System Administrator."
    ),
    "api.command.execute_command.failed.app_error": "Command with a trigger of '{Trigger}' failed.",
    "api.command.execute_command.failed_resp.app_error": (
        "Command with a trigger of '{Trigger}' returned response {Status}."
    ),
    "api.command.execute_command.not_found.app_error": (
        "Command with a trigger of '{Trigger}' not found. To send a message beginning with \"/\", "
        "try adding an empty space at the beginning of the message."
    ),
    "api.command.execute_command.start.app_error": "No command trigger found.",
    "api.command.team_mismatch.app_error": "Unable to update commands across teams.",
    "api.context.404.app_error": "Sorry, we could not find the page.",
    "api.context.invalid_body_param.app_error": "Invalid or missing {Name} in request body.",
    "api.context.invalid_url_param.app_error": "Invalid or missing {Name} parameter in request URL.",
    "api.context.permissions.app_error": "You do not have the appropriate permissions.",
    "api.context.session_expired.app_error": "Invalid or expired session, please login again.",
    "api.file.upload_file.too_large_detailed.app_error": "Unable to upload file. File is too large.",
    "api.post.create_post.can_not_post_to_deleted.error": "Can not post to deleted channel.",
    "api.post.create_post.channel_root_id.app_error": "Invalid ChannelId for RootId parameter.",
    "api.post.create_post.root_id.app_error": "Invalid RootId parameter.",
    "api.post.deduplicate_create_post.pending": (
        "Rejected post since another client is making the same request."
    ),
    "api.post.do_action.action_id.app_error": "Invalid action id.",
    "api.post.do_action.action_integration.app_error": "Action integration error.",
    "api.post.patch_post.can_not_update_post_in_deleted.error": "Can not update a post in a deleted channel.",
    "api.post.update_post.permissions_details.app_error": "Already deleted id={PostId}.",
    "api.post.update_post.permissions_time_limit.app_error": (
        "Post edit is only allowed for {timeLimit} seconds. Please ask your System Administrator for details."
    ),
    "api.post.update_post.system_message.app_error": "Unable to update system message.",
    "api.reaction.save.archived_channel.app_error": "You cannot react in an archived channel.",
    "api.reaction.save_reaction.user_id.app_error": "You cannot save reaction for the other user.",
    "api.user.login.inactive.app_error": (
        "Login failed because your account has been deactivated.  Please contact an administrator."
    ),
    "api.user.login.invalid_credentials_email_username": "Enter a valid email or username and/or password.",
    "api.user.create_user.no_open_server": "This server does not allow open signups.",
    "api.web_socket_router.bad_action.app_error": "Unknown WebSocket action.",
    "api.web_socket_router.bad_seq.app_error": "Invalid sequence for WebSocket message.",
    "api.web_socket_router.no_action.app_error": "No websocket action.",
    "api.web_socket_router.not_authenticated.app_error": (
        "WebSocket connection is not authenticated. Please log in and try again."
    ),
    "app.channel.get.existing.app_error": "Unable to find the existing channel.",
    "app.channel.get_by_name.missing.app_error": "Channel does not exist.",
    "app.channel.get_member.missing.app_error": "No channel member found for that user ID and channel ID.",
    "app.command_webhook.get.missing": "Unable to find the webhook.",
    "app.command_webhook.try_use.invalid": "Invalid webhook.",
    "app.file_info.get.app_error": "Unable to get the file info.",
    "app.post.get.app_error": "Unable to get the post.",
    "app.team.get.find.app_error": "Unable to find the existing team.",
    "app.team.get_by_name.missing.app_error": "Unable to find the existing team.",
    "app.team.get_member.missing.app_error": "No team member found for that user ID and team ID.",
    "app.team.save.existing.app_error": "A team with that name already exists.",
    "app.user.get_by_username.app_error": (
        "Unable to find an existing account matching your username for this team. "
        "This team may require an invite from the team owner to join."
    ),
    "app.user.missing_account.const": "Unable to find the user.",
    "app.user.save.email_exists.app_error": "An account with that email already exists.",
    "app.user.save.username_exists.app_error": "An account with that username already exists.",
    "app.user_access_token.disabled": (
        "Personal access tokens are disabled on this server. "
        "Please contact your system administrator for details."
    ),
    "interactive_message.decode_trigger_id.base64_decode_failed": (
        "Failed to decode base64 for trigger ID for interactive dialog."
    ),
    "interactive_message.decode_trigger_id.expired": (
        "Trigger ID for interactive dialog is expired. Trigger IDs live for a maximum of {Seconds} seconds."
    ),
    "interactive_message.decode_trigger_id.missing_data": (
        "Trigger ID missing required data for interactive dialog."
    ),
    "interactive_message.decode_trigger_id.verify_signature_failed": (
        "Signature verification failed of trigger ID for interactive dialog."
    ),
    "model.command.is_valid.description.app_error": "Invalid description.",
    "model.command.is_valid.display_name.app_error": "Invalid title.",
    "model.command.is_valid.method.app_error": "Invalid Method.",
    "model.command.is_valid.trigger.app_error": "Invalid trigger.",
    "model.command.is_valid.url.app_error": "Invalid URL.",
    "model.command.is_valid.url_http.app_error": (
        "Invalid URL. Must be a valid URL and start with http:// or https://."
    ),
    "model.post.is_valid.msg.app_error": "Invalid message.",
    "model.post.is_valid.props.app_error": "Invalid props.",
    "model.reaction.is_valid.emoji_name.app_error": "Invalid emoji name.",
    "store.sql_bot.get.missing.app_error": "Bot does not exist.",
    "store.sql_channel.save_channel.exists.app_error": (
        "A channel with that name already exists on the same team."
    ),
    "store.sql_command.get.missing.app_error": "Command does not exist.",
    "web.command_webhook.parse.app_error": "Unable to parse incoming data.",
}


class ApiError(Exception):
    """A request that the server refuses, with the HTTP status and the id that say why."""

    def __init__(self, status: int, key: str, *, detail: str = "", **details: object) -> None:
        self.status = status
        self.id = key
        self.message = SENTENCES.get(key, key).format(**details)
        self.detail = detail
        super().__init__(f"{status} {key}: {self.message} {detail}".rstrip())

    def json(self, request_id: str) -> dict[str, Any]:
        return {
            "detailed_error": self.detail,
            "id": self.id,
            "message": self.message,
            "request_id": request_id,
            "status_code": self.status,
        }


def no_permission() -> ApiError:
    return ApiError(403, "api.context.permissions.app_error")


def bad_body(name: str) -> ApiError:
    return ApiError(400, "api.context.invalid_body_param.app_error", Name=name)


def bad_url(name: str) -> ApiError:
    return ApiError(400, "api.context.invalid_url_param.app_error", Name=name)


def session_expired() -> ApiError:
    return ApiError(401, "api.context.session_expired.app_error")
