/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the compiler cannot know: which functions are called for each segment of a
 * capture, and which for few of them.
 */
#ifndef TCPST_INLINE_H
#define TCPST_INLINE_H

/* Called for each segment: part of its caller, whatever its size. */
#define TCPST_ALWAYS_INLINE __attribute__((always_inline))

/* Called for few: it must not make its caller save registers for all of them. */
#define TCPST_NOINLINE __attribute__((noinline))

#endif /* TCPST_INLINE_H */
