/* A file system that lacks something, below FOLDER: preloaded before the C library, it lets these calls fail. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <unistd.h>

/* LACKS: names of what is lacking, such as "shared-memory flock" */
static int lacks(int file, const char *what) {
    const char *folder = getenv("FOLDER"), *lacking = getenv("LACKS");
    char link[64], path[4096];
    if (!folder || !lacking || !strstr(lacking, what)) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strncmp(path, folder, strlen(folder)) == 0;
}

void *mmap64(void *at, size_t length, int protection, int flags, int file, off64_t offset) {
    void *(*call)(void *, size_t, int, int, int, off64_t) = dlsym(RTLD_NEXT, "mmap64");
    if ((flags & MAP_SHARED) && file >= 0 && lacks(file, "shared-memory")) {
        errno = ENODEV;
        return MAP_FAILED;
    }
    return call(at, length, protection, flags, file, offset);
}

void *mmap(void *at, size_t length, int protection, int flags, int file, off_t offset) {
    return mmap64(at, length, protection, flags, file, offset);
}

int flock(int file, int operation) {
    int (*call)(int, int) = dlsym(RTLD_NEXT, "flock");
    if (lacks(file, "flock")) {
        errno = ENOTSUP;
        return -1;
    }
    return call(file, operation);
}

static int control(const char *name, int file, int command, void *argument) {
    int (*call)(int, int, ...) = dlsym(RTLD_NEXT, name);
    if ((command == F_SETLK || command == F_SETLKW || command == F_GETLK) && lacks(file, "record-locks")) {
        errno = strstr(getenv("LACKS"), "ENOLCK") ? ENOLCK : ENOSYS;
        return -1;
    }
    return call(file, command, argument);
}

int fcntl64(int file, int command, ...) {
    va_list arguments;
    va_start(arguments, command);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    return control("fcntl64", file, command, argument);
}

int fcntl(int file, int command, ...) {
    va_list arguments;
    va_start(arguments, command);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    return control("fcntl", file, command, argument);
}
