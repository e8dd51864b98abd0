-- The three tables that dashboards of the server read: made when they are missing, left as they are
-- when somebody else made them. "if not exists" alone would ask for the right to create them even
-- where they exist.
do $$
begin
  if to_regclass('public.system_metrics') is null then
    create table public.system_metrics (
      id uuid primary key default gen_random_uuid(),
      host_name text not null,
      server_name text,
      timestamp timestamptz not null default now(),
      cpu_percent numeric not null default 0,
      memory_percent numeric not null default 0,
      memory_used_gb numeric not null default 0,
      memory_total_gb numeric not null default 0,
      disk_percent numeric not null default 0,
      disk_used_gb numeric not null default 0,
      disk_total_gb numeric not null default 0,
      uptime_seconds bigint default 0,
      platform text,
      architecture text,
      ffmpeg_status jsonb default '{}',
      monitor_status jsonb default '{}',
      ffmpeg_service_uptime_seconds bigint default 0,
      monitor_service_uptime_seconds bigint default 0,
      created_at timestamptz default now(),
      cpu_temperature_celsius numeric,
      load_average_1m numeric(5,2),
      load_average_5m numeric(5,2),
      load_average_15m numeric(5,2),
      download_mbps numeric,
      upload_mbps numeric,
      speedtest_last_run timestamptz,
      speedtest_age_seconds integer,
      disk_write_mb_per_sec numeric(10,2) default 0
    );
    create index system_metrics_host_time on public.system_metrics (host_name, timestamp);
    create index system_metrics_server on public.system_metrics (server_name);
    create index system_metrics_time on public.system_metrics (timestamp);
    create index system_metrics_created on public.system_metrics (created_at);
    create index system_metrics_speedtest on public.system_metrics (speedtest_last_run);
  end if;

  if to_regclass('public.system_device_metrics') is null then
    create table public.system_device_metrics (
      id uuid primary key default gen_random_uuid(),
      host_name text not null,
      device_id text not null,
      device_name text not null,
      device_port text not null,
      device_model text not null,
      cpu_percent numeric not null default 0,
      memory_percent numeric not null default 0,
      memory_used_gb numeric not null default 0,
      memory_total_gb numeric not null default 0,
      disk_percent numeric not null default 0,
      disk_used_gb numeric not null default 0,
      disk_total_gb numeric not null default 0,
      uptime_seconds bigint default 0,
      platform text,
      architecture text,
      ffmpeg_status text not null default 'unknown',
      ffmpeg_uptime_seconds bigint default 0,
      ffmpeg_last_activity timestamptz,
      monitor_status text not null default 'unknown',
      monitor_uptime_seconds bigint default 0,
      monitor_last_activity timestamptz,
      timestamp timestamptz not null default now(),
      created_at timestamptz default now(),
      capture_folder text not null check (capture_folder not in ('', 'unknown')),
      video_device text,
      cpu_temperature_celsius numeric,
      load_average_1m numeric(5,2),
      load_average_5m numeric(5,2),
      load_average_15m numeric(5,2),
      disk_usage_capture text
    );
    create index system_device_metrics_host_time
      on public.system_device_metrics (host_name, timestamp);
    create index system_device_metrics_device on public.system_device_metrics (device_id);
    create index system_device_metrics_name on public.system_device_metrics (device_name);
    create index system_device_metrics_time on public.system_device_metrics (timestamp);
    create index system_device_metrics_ffmpeg on public.system_device_metrics (ffmpeg_status);
    create index system_device_metrics_monitor on public.system_device_metrics (monitor_status);
    create index system_device_metrics_folder on public.system_device_metrics (capture_folder);
  end if;

  if to_regclass('public.system_incident') is null then
    create table public.system_incident (
      incident_id serial primary key,
      incident_uuid uuid not null default gen_random_uuid() unique,
      host_name text not null,
      device_id text not null,
      device_name text not null,
      capture_folder text,
      component text not null,
      incident_type text not null,
      severity text not null,
      status text not null default 'open',
      detected_at timestamptz not null default now(),
      resolved_at timestamptz,
      total_duration_minutes integer,
      description text,
      resolution_notes text,
      created_at timestamptz default now(),
      updated_at timestamptz default now()
    );
    create index system_incident_host on public.system_incident (host_name, status);
    create index system_incident_time on public.system_incident (detected_at);
  end if;
end
$$;

create table device_host.command_log (
  id uuid primary key,
  host_name text not null,
  seq bigint not null,
  timestamp timestamptz not null,
  who text,
  device_id text not null,
  driver text not null,
  command text not null,
  params jsonb not null default '{}',
  outcome text not null,
  message text,
  wait_ms bigint not null,
  ms bigint not null
);
create index command_log_host_time on device_host.command_log (host_name, timestamp);
create index command_log_device on device_host.command_log (host_name, device_id, timestamp);

create table device_host.host_event (
  id uuid primary key,
  host_name text not null,
  seq bigint not null,
  timestamp timestamptz not null,
  topic text not null,
  device_id text,
  details jsonb not null default '{}'
);
create index host_event_host_time on device_host.host_event (host_name, timestamp);

create table device_host.host (
  host_name text primary key,
  url text,
  devices integer,
  started_at timestamptz not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null
);
