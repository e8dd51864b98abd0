package com.virtualpytest.host.host.internal.statistics;

/**
 * The machine at one moment. Percentages from 0 to 100 with two decimals; GB are 2^30 bytes.
 *
 * @param cpuPercent over the last seconds
 * @param diskPercent of the file system that the host writes to
 * @param uptimeSeconds since the machine started
 * @param cpuTemperatureCelsius null when the machine does not tell
 * @param diskWriteMbPerSec over the last seconds, all disks; MB are 10^6 bytes
 */
public record MachineStatistics(
    double cpuPercent,
    double memoryPercent,
    double memoryUsedGb,
    double memoryTotalGb,
    double diskPercent,
    double diskUsedGb,
    double diskTotalGb,
    long uptimeSeconds,
    String platform,
    String architecture,
    double loadAverage1m,
    double loadAverage5m,
    double loadAverage15m,
    Double cpuTemperatureCelsius,
    double diskWriteMbPerSec) {}
