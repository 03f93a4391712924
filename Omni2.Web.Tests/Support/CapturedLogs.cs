using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Omni2.Web.Tests.Support;

public sealed record CapturedLog(string Category, LogLevel Level, string Message, Exception? Exception, string Values)
{
    public override string ToString() => $"{Level} {Category}: {Message} {Values} {Exception}";
}

/// <summary>Keeps everything that is logged, for tests that ask what was said and what was not.</summary>
public sealed class CapturedLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<CapturedLog> _entries = new();

    public IReadOnlyList<CapturedLog> Entries => [.. _entries];

    /// <summary>Every message, named value and exception in one text.</summary>
    public string Everything => string.Join('\n', _entries);

    /// <summary>What an operator would have to look at.</summary>
    public IReadOnlyList<CapturedLog> Troubles => [.. _entries.Where(entry => entry.Level >= LogLevel.Warning)];

    /// <summary>Forgets what was captured so far.</summary>
    public void Clear() => _entries.Clear();

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _entries);

    public void Dispose()
    {
        // What was captured stays readable.
    }

    private sealed class Logger(string category, ConcurrentQueue<CapturedLog> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            entries.Enqueue(new(category, logLevel, formatter(state, exception), exception, Values(state)));

        private static string Values<TState>(TState state) =>
            state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values) : "";
    }
}
