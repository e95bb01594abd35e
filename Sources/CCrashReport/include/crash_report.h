#pragma once

/// Has a crash reported on standard error, as one line with the version and the request that was being answered, before the
/// process dies of it as it would have without the report. The text is used as it is and has to stay.
void dk_crash_report_install(const char *version);

/// Says what this thread answers now: a message type, of which at most 63 characters are kept.
void dk_crash_report_request(const char *type);

/// Gives this thread a stack of its own for the report, so that an overflow of its stack is reported, too.
/// To be ended, on the same thread, with `dk_crash_report_leave`.
void dk_crash_report_enter(void);

/// Takes back what `dk_crash_report_enter` gave.
void dk_crash_report_leave(void);
