"""What the job queue needs for itself."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

STALLED = 300  # seconds without a sign of life from the worker that held a job


@app.periodic(cron="*/10 * * * *")
@app.task(queue="file", queueing_lock="reprise", retry=RetryStrategy(max_attempts=2))
async def rescue(timestamp: int) -> None:
    """Give back to the queue the jobs of a worker that was killed: nobody else would."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
        await app.job_manager.retry_job(job)
