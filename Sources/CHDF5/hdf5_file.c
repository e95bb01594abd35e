#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hdf5_local.h"

struct dk_hdf5_file {
  int64_t local;  // the handle, where this process reads
  pid_t child;    // the process that reads, or 0
  int socket;     // the way to it, -1 once it is lost
};

enum { OPEN, KIND, LINKS, STRINGS, SHAPE, FLOATS };

// What a reader is asked; the names of the object and of the attribute follow, each with its zero byte.
struct question {
  int32_t operation;
  uint32_t object_size, attribute_size;
  uint64_t limit;  // of bytes, or the number of numbers
};

// What it answers; `size` bytes follow.
struct answer {
  int64_t result;
  uint64_t size;
};

// MARK: Both ends

static int send_all(int socket, const void *bytes, size_t size) {
  while (size > 0) {
    ssize_t count = send(socket, bytes, size, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return -1;
    bytes = (const char *)bytes + count;
    size -= (size_t)count;
  }
  return 0;
}

static int receive_all(int socket, void *bytes, size_t size) {
  while (size > 0) {
    ssize_t count = recv(socket, bytes, size, 0);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return -1;
    bytes = (char *)bytes + count;
    size -= (size_t)count;
  }
  return 0;
}

// MARK: The reader

enum { MAX_NAME = 1 << 16 };

static void answer(int socket, int64_t result, const void *bytes, size_t size) {
  struct answer head = {.result = result, .size = result < 0 ? 0 : size};
  if (send_all(socket, &head, sizeof head) || send_all(socket, bytes, head.size)) _exit(1);
}

// Limits the processor time until the next question.
static void limit_time(uint64_t numbers) {
  struct itimerval time = {.it_value.tv_sec = 2 + (time_t)(numbers >> 20)};
  setitimer(ITIMER_PROF, &time, NULL);
}

static void answer_floats(int socket, int64_t file, const char *object, uint64_t count) {
  float *values = calloc(count ? count : 1, sizeof *values);
  int result = values ? dk_hdf5_local_floats(file, object, values, count) : DK_HDF5_TOO_LARGE;
  answer(socket, result, values, count * sizeof *values);
  free(values);
}

// Answers questions until the other end is closed.
static void serve(int socket, const char *path) {
  limit_time(0);
  int64_t file = dk_hdf5_local_open(path);
  answer(socket, file < 0 ? file : 0, NULL, 0);
  struct question question;
  while (file >= 0 && receive_all(socket, &question, sizeof question) == 0) {
    static char object[MAX_NAME], attribute[MAX_NAME];
    if (question.object_size > MAX_NAME || question.attribute_size > MAX_NAME) return;
    if (receive_all(socket, object, question.object_size)) return;
    if (receive_all(socket, attribute, question.attribute_size)) return;
    limit_time(question.operation == FLOATS ? question.limit : 0);
    int64_t extents[DK_HDF5_MAX_RANK], result;
    char *text = NULL;
    size_t size = 0;
    switch (question.operation) {
      case KIND: answer(socket, dk_hdf5_local_kind(file, object), NULL, 0); break;
      case LINKS:
        result = dk_hdf5_local_links(file, object, question.limit, &text, &size);
        answer(socket, result, text, size);
        break;
      case STRINGS:
        result = dk_hdf5_local_strings(file, object, attribute, question.limit, &text, &size);
        answer(socket, result, text, size);
        break;
      case SHAPE:
        result = dk_hdf5_local_shape(file, object, extents);
        answer(socket, result, extents, result < 0 ? 0 : (size_t)result * sizeof *extents);
        break;
      case FLOATS: answer_floats(socket, file, object, question.limit); break;
      default: return;
    }
    dk_hdf5_free(text);
  }
}

// A process started under this name, with the file's path, is a reader: see dk_hdf5_file.
static char reader_name[] = "dreamkit-hdf5-reader";

// The reader's end of the socket.
enum { READER_SOCKET = 3 };

// Turns a process into a reader before its main function, whatever program it is, and ends it when its work is done.
// The loader passes the program's arguments to constructors.
__attribute__((constructor)) static void become_reader(int count, char **arguments) {
  if (count != 2 || strcmp(arguments[0], reader_name) != 0) return;
  signal(SIGINT, SIG_IGN);  // an interrupt of the terminal is for the parent
  const struct rlimit no_core = {0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  if (!dk_hdf5_prepare()) _exit(1);
  serve(READER_SOCKET, arguments[1]);
  _exit(0);
}

// MARK: The parent

// Gives up a reader that has died, that takes too long, or that is needed no more.
static void lose(dk_hdf5_file *file) {
  if (file->socket < 0) return;
  close(file->socket);
  file->socket = -1;
  kill(file->child, SIGKILL);
  while (waitpid(file->child, NULL, 0) < 0 && errno == EINTR) {}
}

// Reads an answer's head; `most` bytes may follow.
static int64_t receive_head(dk_hdf5_file *file, uint64_t most, uint64_t *size) {
  struct answer head;
  if (receive_all(file->socket, &head, sizeof head) || head.size > most || (head.result < 0 && head.size > 0)) {
    lose(file);
    return DK_HDF5_DAMAGED;
  }
  *size = head.size;
  return head.result;
}

static int64_t ask(
  dk_hdf5_file *file, int operation, const char *object, const char *attribute, uint64_t limit, uint64_t most,
  uint64_t *size
) {
  size_t object_size = strlen(object) + 1, attribute_size = strlen(attribute) + 1;
  if (file->socket < 0) return DK_HDF5_DAMAGED;
  if (object_size > MAX_NAME || attribute_size > MAX_NAME) return DK_HDF5_TOO_LARGE;
  struct question question = {operation, (uint32_t)object_size, (uint32_t)attribute_size, limit};
  if (send_all(file->socket, &question, sizeof question) || send_all(file->socket, object, object_size)
      || send_all(file->socket, attribute, attribute_size)) {
    lose(file);
    return DK_HDF5_DAMAGED;
  }
  return receive_head(file, most, size);
}

// Receives what follows an answer's head.
static int64_t receive_rest(dk_hdf5_file *file, int64_t result, void *bytes, size_t size) {
  if (result < 0 || receive_all(file->socket, bytes, size) == 0) return result;
  lose(file);
  return DK_HDF5_DAMAGED;
}

static int64_t ask_text(
  dk_hdf5_file *file, int operation, const char *object, const char *attribute, size_t most, char **text, size_t *size
) {
  uint64_t count = 0;
  *text = NULL;
  *size = 0;
  int64_t result = ask(file, operation, object, attribute, most, most, &count);
  if (result < 0 || count == 0) return result;
  char *bytes = malloc(count);
  if (!bytes) {
    lose(file);
    return DK_HDF5_TOO_LARGE;
  }
  result = receive_rest(file, result, bytes, count);
  if (result < 0) {
    free(bytes);
    return result;
  }
  *text = bytes;
  *size = count;
  return result;
}

// Starts this program anew as a reader, which inherits nothing but its end of the socket. Returns its process or -1.
static pid_t spawn_reader(int socket, const char *path) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  if (posix_spawn_file_actions_init(&actions)) return -1;
  if (posix_spawnattr_init(&attributes)) {
    posix_spawn_file_actions_destroy(&actions);
    return -1;
  }
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  pid_t child = -1;
  char *const arguments[] = {reader_name, (char *)path, NULL};
  if (posix_spawnattr_setsigmask(&attributes, &none) || posix_spawnattr_setsigdefault(&attributes, &all)
      || posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)
      || posix_spawn_file_actions_adddup2(&actions, socket, READER_SOCKET)
      || posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDWR, 0)
      || posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO)
      || posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO)
      || posix_spawn_file_actions_addclosefrom_np(&actions, READER_SOCKET + 1)
      || posix_spawn(&child, "/proc/self/exe", &actions, &attributes, arguments, environ)) {
    child = -1;
  }
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return child;
}

static int start(dk_hdf5_file *file, const char *path, int seconds) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends)) return -1;
  file->child = spawn_reader(ends[1], path);
  close(ends[1]);
  if (file->child < 0) {
    close(ends[0]);
    return -1;
  }
  file->socket = ends[0];
  const struct timeval patience = {.tv_sec = seconds};
  setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(ends[0], SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  uint64_t size;
  if (receive_head(file, 0, &size) == 0) return 0;
  lose(file);
  return -1;
}

int dk_hdf5_is_there(void) { return dk_hdf5_prepare(); }

dk_hdf5_file *dk_hdf5_open(const char *path, int is_own, int seconds) {
  if (!dk_hdf5_prepare()) return NULL;
  dk_hdf5_file *file = calloc(1, sizeof *file);
  if (!file) return NULL;
  file->socket = -1;
  if (is_own) file->local = dk_hdf5_local_open(path);
  if (is_own ? file->local >= 0 : start(file, path, seconds) == 0) return file;
  free(file);
  return NULL;
}

void dk_hdf5_close(dk_hdf5_file *file) {
  if (file->child) lose(file);
  else dk_hdf5_local_close(file->local);
  free(file);
}

int dk_hdf5_kind(dk_hdf5_file *file, const char *object) {
  dk_hdf5_prepare();
  uint64_t size;
  return file->child ? (int)ask(file, KIND, object, "", 0, 0, &size) : dk_hdf5_local_kind(file->local, object);
}

int64_t dk_hdf5_links(dk_hdf5_file *file, const char *group, size_t max_bytes, char **text, size_t *size) {
  dk_hdf5_prepare();
  return file->child ? ask_text(file, LINKS, group, "", max_bytes, text, size)
                     : dk_hdf5_local_links(file->local, group, max_bytes, text, size);
}

int64_t dk_hdf5_strings(
  dk_hdf5_file *file, const char *object, const char *attribute, size_t max_bytes, char **text, size_t *size
) {
  dk_hdf5_prepare();
  return file->child ? ask_text(file, STRINGS, object, attribute, max_bytes, text, size)
                     : dk_hdf5_local_strings(file->local, object, attribute, max_bytes, text, size);
}

int dk_hdf5_shape(dk_hdf5_file *file, const char *dataset, int64_t extents[DK_HDF5_MAX_RANK]) {
  dk_hdf5_prepare();
  if (!file->child) return dk_hdf5_local_shape(file->local, dataset, extents);
  uint64_t size = 0;
  int64_t rank = ask(file, SHAPE, dataset, "", 0, DK_HDF5_MAX_RANK * sizeof *extents, &size);
  if (rank > DK_HDF5_MAX_RANK || (rank >= 0 && size != (uint64_t)rank * sizeof *extents)) {
    lose(file);
    return DK_HDF5_DAMAGED;
  }
  rank = receive_rest(file, rank, extents, size);
  for (int64_t i = 0; i < rank; i++) {
    if (extents[i] < 0 || extents[i] > INT32_MAX) return DK_HDF5_DAMAGED;
  }
  return (int)rank;
}

int dk_hdf5_floats(dk_hdf5_file *file, const char *dataset, float *values, size_t count) {
  dk_hdf5_prepare();
  if (!file->child) return dk_hdf5_local_floats(file->local, dataset, values, count);
  uint64_t size = 0;
  int64_t result = ask(file, FLOATS, dataset, "", count, count * sizeof *values, &size);
  if (result == 0 && size != count * sizeof *values) {
    lose(file);
    return DK_HDF5_DAMAGED;
  }
  return (int)receive_rest(file, result, values, size);
}
