/*
 * tests/bench/measured.c - runs a command some times and prints "wall_ms
 * cpu_ms peak_mb" (medians, and the largest peak): measured RUNS COMMAND...
 * The command's standard output is thrown away.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS_MAX = 101 };

/* wait4 is outside POSIX; declared here so that the rest stays strict. */
pid_t wait4(pid_t pid, int *status, int options, struct rusage *usage);

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double ms_of(struct timeval t)
{
    return 1e3 * (double)t.tv_sec + 1e-3 * (double)t.tv_usec;
}

int main(int argc, char **argv)
{
    double wall[RUNS_MAX], cpu[RUNS_MAX];
    long peak_kb = 0;
    int runs = argc > 2 ? atoi(argv[1]) : 0;
    if (runs < 1 || runs > RUNS_MAX) {
        fprintf(stderr, "measured RUNS COMMAND...\n");
        return 2;
    }
    for (int i = 0; i < runs; i++) {
        struct timespec start, end;
        struct rusage usage;
        int status = 0;
        clock_gettime(CLOCK_MONOTONIC, &start);
        pid_t child = fork();
        if (child == 0) {
            int nowhere = open("/dev/null", O_WRONLY);
            dup2(nowhere, STDOUT_FILENO);
            execvp(argv[2], argv + 2);
            _exit(127);
        }
        if (child < 0 || wait4(child, &status, 0, &usage) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
            fprintf(stderr, "measured: %s failed\n", argv[2]);
            return 1;
        }
        clock_gettime(CLOCK_MONOTONIC, &end);
        wall[i] = 1e3 * (double)(end.tv_sec - start.tv_sec) + 1e-6 * (double)(end.tv_nsec - start.tv_nsec);
        cpu[i] = ms_of(usage.ru_utime) + ms_of(usage.ru_stime);
        if (usage.ru_maxrss > peak_kb)
            peak_kb = usage.ru_maxrss;
    }
    qsort(wall, (size_t)runs, sizeof *wall, compare);
    qsort(cpu, (size_t)runs, sizeof *cpu, compare);
    printf("%.1f %.1f %.1f\n", wall[runs / 2], cpu[runs / 2], (double)peak_kb / 1024);
    return 0;
}
