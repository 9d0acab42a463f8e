import type { Method } from "./method.ts";

export const getMe: Method = {
  name: "getMe",
  parameters: [],
  run({ account }) {
    return {
      result: {
        ...account.me,
        can_join_groups: true,
        // TG-types UserFromGetMe: "True, if privacy mode is disabled for the bot".
        can_read_all_group_messages: !account.settings.privacy,
        supports_inline_queries: false,
        can_connect_to_business: false,
        has_main_web_app: false,
        has_topics_enabled: false,
        allows_users_to_create_topics: false,
        can_manage_bots: false,
        supports_join_request_queries: false,
      },
    };
  },
};
