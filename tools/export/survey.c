// SPDX-License-Identifier: GPL-2.0
/*
 * A thread that dumps the flow table at intervals, for what the module keeps no gauge of.
 *
 * It does so whether or not the page of metrics is asked for, so that the page never waits
 * for a dump, which takes seconds with a million flows.
 */
#include "export/survey.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/diag.h"
#include "export/signals.h"
#include "source/source.h"

#define SECOND_NS 1000000000ULL

/**
 * struct tcpst_survey - the thread and its data
 * @thread:  the thread
 * @metrics: where it stores what it finds
 * @source:  the module; belongs to the thread
 * @wanted:  flows to dump
 * @pause:   ns between the end of a dump and the beginning of the next
 * @lock:    protects @stop
 * @changed: signalled when @stop is set
 * @stop:    end the thread
 */
struct tcpst_survey {
	pthread_t thread;
	struct tcpst_metrics *metrics;
	struct tcpst_source *source;
	struct tcpst_wanted wanted;
	u64 pause;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool stop;
};

static void add_flow(const struct tcpst_flow *flow, void *arg)
{
	tcpst_silence_add(arg, flow, tcpst_clock_real());
}

/* If the table was resized meanwhile, the previous result stays, and its age grows. */
static void survey_once(struct tcpst_survey *survey)
{
	struct tcpst_silence silence = { 0 };
	u64 began = tcpst_clock_steady();
	int result = tcpst_source_scan(survey->source, &survey->wanted, add_flow, &silence);

	if (result <= 0)
		tcpst_metrics_dumped(survey->metrics, result ? NULL : &silence, began);
}

/* Return: false if the thread is to end. */
static bool rest(struct tcpst_survey *survey)
{
	u64 end = tcpst_clock_steady() + survey->pause;
	const struct timespec until = {
		.tv_sec = (time_t)(end / SECOND_NS),
		.tv_nsec = (long)(end % SECOND_NS),
	};
	bool stop;

	pthread_mutex_lock(&survey->lock);
	while (!survey->stop &&
	       !pthread_cond_timedwait(&survey->changed, &survey->lock, &until))
		;
	stop = survey->stop;
	pthread_mutex_unlock(&survey->lock);
	return !stop;
}

static void *run(void *arg)
{
	struct tcpst_survey *survey = arg;

	do
		survey_once(survey);
	while (rest(survey));
	return NULL;
}

/**
 * tcpst_survey_start() - start the thread
 * @surveyp:  set
 * @metrics:  where to store what is found
 * @source:   the module, for the thread alone
 * @wanted:   filters of connections
 * @pause_ns: time between the end of a dump and the beginning of the next
 *
 * The kernel sends only established connections.
 *
 * Return: exit status; unless %TCPST_OK, the error has been reported.
 */
int tcpst_survey_start(struct tcpst_survey **surveyp, struct tcpst_metrics *metrics,
		       struct tcpst_source *source, const struct tcpst_wanted *wanted,
		       u64 pause_ns)
{
	struct tcpst_survey *survey = tcpst_alloc(1, sizeof(*survey));
	pthread_condattr_t attr;
	sigset_t signals;
	int error;

	survey->metrics = metrics;
	survey->source = source;
	survey->pause = pause_ns;
	survey->wanted = *wanted;
	/* The other filters of states and ends are about connections that have ended. */
	tcpst_wanted_anyhow(&survey->wanted);
	survey->wanted.filter.types = 0;
	survey->wanted.filter.states[0] = 1U << TCPS_ESTABLISHED;
	survey->wanted.filter.states[1] = 1U << TCPS_ESTABLISHED;
	pthread_mutex_init(&survey->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&survey->changed, &attr);
	pthread_condattr_destroy(&attr);
	tcpst_signals_block(&signals);
	error = pthread_create(&survey->thread, NULL, run, survey);
	tcpst_signals_restore(&signals);
	if (error) {
		free(survey);
		return tcpst_fail("cannot start a thread");
	}
	*surveyp = survey;
	return TCPST_OK;
}

/** tcpst_survey_stop() - end the thread, after a dump in progress; NULL is allowed */
void tcpst_survey_stop(struct tcpst_survey *survey)
{
	if (!survey)
		return;
	pthread_mutex_lock(&survey->lock);
	survey->stop = true;
	pthread_cond_signal(&survey->changed);
	pthread_mutex_unlock(&survey->lock);
	pthread_join(survey->thread, NULL);
	pthread_cond_destroy(&survey->changed);
	pthread_mutex_destroy(&survey->lock);
	free(survey);
}
