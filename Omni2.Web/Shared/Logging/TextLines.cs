using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace Omni2.Web.Shared.Logging;

/// <summary>Events as lines of text, with the trace id where somebody may look for it.</summary>
internal sealed class TextLines(string template, string templateWithTrace) : ITextFormatter
{
    private readonly MessageTemplateTextFormatter _plain = new(template, CultureInfo.InvariantCulture);
    private readonly MessageTemplateTextFormatter _traced = new(templateWithTrace, CultureInfo.InvariantCulture);

    public void Format(LogEvent logEvent, TextWriter output) => (LogSinks.ShowsTrace(logEvent) ? _traced : _plain).Format(logEvent, output);
}
