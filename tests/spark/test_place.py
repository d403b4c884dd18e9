from pathlib import Path

from spark.settings import Settings


def test_executors_come_to_where_the_settings_say() -> None:
    settings = Settings(
        checkpoint_dir=Path("checkpoint"),
        spark_jars_dir=Path("jars"),
        spark_master="spark://master:7077",
        spark_driver_host="job",
        spark_driver_bind="0.0.0.0",  # noqa: S104 - a container's own
        spark_executor_memory="2g",
    )

    assert settings.place.conf == {
        "spark.master": "spark://master:7077",
        "spark.driver.host": "job",
        "spark.driver.bindAddress": "0.0.0.0",  # noqa: S104
        "spark.executor.memory": "2g",
        "spark.executor.extraJavaOptions": "-XX:+UseSerialGC",
    }
