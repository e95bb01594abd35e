// A handler of signals may call little more than write(2), and touch little more than memory that is there already. That is
// hard to be sure of in Swift, hence these lines of C.
#include "crash_report.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { request_size = 64, stack_size = 1 << 14 };

static const char *version = "";
/// The process that reports. What it forks to try something dangerous, such as a damaged file, dies in silence.
static pid_t process;
/// What the thread itself answers, and what any thread began to answer last: a thread of the engine answers nothing.
static _Thread_local char request[request_size];
static char last_request[request_size];
static _Thread_local void *report_stack;

static void say(const char *text) {
  ssize_t written = write(STDERR_FILENO, text, strlen(text));
  (void)written;
}

static const char *name_of(int signal) {
  switch (signal) {
  case SIGSEGV: return "SIGSEGV: an address that is not there";
  case SIGBUS: return "SIGBUS: memory that could not be read";
  case SIGILL: return "SIGILL: a broken precondition or an unknown instruction";
  case SIGFPE: return "SIGFPE: an impossible division";
  case SIGABRT: return "SIGABRT: a library gave up";
  case SIGTRAP: return "SIGTRAP: a broken precondition";
  default: return "an unknown signal";
  }
}

/// Reports, and raises the signal again, which then meets its default action.
static void report(int signal) {
  if (getpid() != process) return;
  const char *type = request[0] ? request : last_request;
  say("dreamkit ");
  say(version);
  say(" crashed (");
  say(name_of(signal));
  say(")");
  if (type[0]) {
    say(" while it answered ");
    say(type);
  }
  say(". The variables of the session are lost; please report this with the cell that did it.\n");
  raise(signal);
}

void dk_crash_report_install(const char *of_version) {
  version = of_version;
  process = getpid();
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = report;
  action.sa_flags = SA_RESETHAND | SA_ONSTACK;
  const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP};
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) sigaction(signals[i], &action, NULL);
}

void dk_crash_report_request(const char *type) {
  strncpy(request, type, request_size - 1);
  strncpy(last_request, type, request_size - 1);
}

void dk_crash_report_enter(void) {
  stack_t stack;
  memset(&stack, 0, sizeof stack);
  report_stack = malloc(stack_size);
  stack.ss_sp = report_stack;
  stack.ss_size = stack_size;
  if (report_stack) sigaltstack(&stack, NULL);
}

void dk_crash_report_leave(void) {
  stack_t stack;
  memset(&stack, 0, sizeof stack);
  stack.ss_flags = SS_DISABLE;
  sigaltstack(&stack, NULL);
  free(report_stack);
  report_stack = NULL;
}
