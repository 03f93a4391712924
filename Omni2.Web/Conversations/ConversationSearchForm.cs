using Omni2.Web.Shared;

namespace Omni2.Web.Conversations;

/// <summary>The fields by which conversations are searched, as they were filled in, and what is wrong with them.</summary>
internal sealed record ConversationSearchForm(ConversationParameters Asked, MemberErrors Errors);
