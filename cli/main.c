/* cli/main.c - the scalptone program. */
#include "scalptone.h"

#include <stdio.h>

int main(void)
{
    printf("scalptone %s\n", sct_version());
    return 0;
}
