/* Stands between a process and the C library: makes its disk slow, full, read-only or broken, steps
   its clock, and writes down in which order it kept, synced and answered.

   ALDABA_SHIM names a file of three int64 (see shim.py): microseconds to add to the clock, the errno
   that every write below ALDABA_SHIM_DATA fails with (0: none), microseconds that a sync takes
   longer. ALDABA_SHIM_LOG, where set, gets a line for each
     K <marker>   a marker (~ and 12 hexadecimal digits) is about to be written to a file
     S <path>     a file or folder was synced
     A <number>   an answer with this request number is about to be sent
     P            an answer about a photo is about to be sent */
#define _GNU_SOURCE
#include <ctype.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))real(#name))

static volatile int64_t *state; /* clock, errno, delay */
static const char *data;
static size_t data_length;
static int log_fd = -1;

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("ALDABA_SHIM"), *log = getenv("ALDABA_SHIM_LOG");
    int fd = path ? open(path, O_RDWR) : -1;
    if (fd >= 0) {
        void *mapped = mmap(NULL, 24, PROT_READ, MAP_SHARED, fd, 0);
        if (mapped != MAP_FAILED) state = mapped;
        close(fd);
    }
    data = getenv("ALDABA_SHIM_DATA");
    data_length = data ? strlen(data) : 0;
    if (log) log_fd = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void note(char kind, const char *what, size_t length) {
    char line[512];
    if (log_fd < 0) return;
    int size = snprintf(line, sizeof line, "%c %.*s\n", kind, (int)(length < 480 ? length : 480), what);
    syscall(SYS_write, log_fd, line, (size_t)size);
}

/* Whether fd is a file or folder below the data; its path. */
static int ours(int fd, char *path, size_t size) {
    char link[64];
    struct stat about;
    if (!data || fstat(fd, &about) || S_ISSOCK(about.st_mode) || S_ISFIFO(about.st_mode)) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, size - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strncmp(path, data, data_length) == 0;
}

static int is_socket(int fd) {
    struct stat about;
    return fstat(fd, &about) == 0 && S_ISSOCK(about.st_mode);
}

static void find_markers(const char *at, size_t left) {
    const char *found;
    while ((found = memchr(at, '~', left)) != NULL) {
        left -= (size_t)(found + 1 - at);
        at = found + 1;
        size_t digits = 0;
        while (digits < 12 && digits < left && isxdigit((unsigned char)at[digits])) digits++;
        if (digits == 12) note('K', at, 12);
    }
}

static void find_answer(const char *at, size_t length) {
    static const char number[] = "\"number\":\"", photo[] = "\"photo\":\"";
    const char *found = memmem(at, length, number, sizeof number - 1);
    if (found && (size_t)(found - at) + sizeof number - 1 + 11 <= length)
        note('A', found + sizeof number - 1, 11);
    if (memmem(at, length, photo, sizeof photo - 1)) note('P', "", 0);
}

/* Look at what is about to be written; the errno to fail with, or 0. */
static int look(int fd, const void *buffer, size_t length) {
    char path[4096];
    if (is_socket(fd)) {
        if (log_fd >= 0) find_answer(buffer, length);
    } else if (ours(fd, path, sizeof path)) {
        if (state && state[1]) return (int)state[1];
        if (log_fd >= 0) find_markers(buffer, length);
    }
    return 0;
}

#define LOOK(fd, buffer, length)                                   \
    do {                                                           \
        int fault = look(fd, buffer, length);                      \
        if (fault) { errno = fault; return -1; }                   \
    } while (0)

ssize_t write(int fd, const void *buffer, size_t length) {
    LOOK(fd, buffer, length);
    return REAL(write)(fd, buffer, length);
}
ssize_t pwrite(int fd, const void *buffer, size_t length, off_t at) {
    LOOK(fd, buffer, length);
    return REAL(pwrite)(fd, buffer, length, at);
}
ssize_t pwrite64(int fd, const void *buffer, size_t length, off64_t at) {
    LOOK(fd, buffer, length);
    return REAL(pwrite64)(fd, buffer, length, at);
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
    for (int i = 0; i < count; i++) LOOK(fd, parts[i].iov_base, parts[i].iov_len);
    return REAL(writev)(fd, parts, count);
}
ssize_t send(int fd, const void *buffer, size_t length, int flags) {
    LOOK(fd, buffer, length);
    return REAL(send)(fd, buffer, length, flags);
}
ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
    for (size_t i = 0; i < message->msg_iovlen; i++)
        LOOK(fd, message->msg_iov[i].iov_base, message->msg_iov[i].iov_len);
    return REAL(sendmsg)(fd, message, flags);
}

static int synced(int fd, int (*sync)(int)) {
    char path[4096];
    int known = ours(fd, path, sizeof path);
    if (known && state && state[1]) {
        errno = (int)state[1];
        return -1;
    }
    if (known && state && state[2]) usleep((useconds_t)state[2]);
    int outcome = sync(fd);
    if (known && outcome == 0) note('S', path, strlen(path));
    return outcome;
}
int fsync(int fd) { return synced(fd, REAL(fsync)); }
int fdatasync(int fd) { return synced(fd, REAL(fdatasync)); }

int clock_gettime(clockid_t clock, struct timespec *now) {
    int outcome = REAL(clock_gettime)(clock, now);
    if (outcome == 0 && clock == CLOCK_REALTIME && state) now->tv_sec += state[0] / 1000000;
    return outcome;
}
