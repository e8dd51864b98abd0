-- The three tables as the server's own scripts make them: the same types, other names of keys and
-- checks, row level security with open policies. What the host may not count on is left out.
create table system_metrics (
  id uuid primary key default gen_random_uuid(), host_name text not null, server_name text,
  "timestamp" timestamptz not null default now(),
  cpu_percent numeric not null default 0, memory_percent numeric not null default 0,
  memory_used_gb numeric not null default 0, memory_total_gb numeric not null default 0,
  disk_percent numeric not null default 0, disk_used_gb numeric not null default 0,
  disk_total_gb numeric not null default 0, uptime_seconds bigint default 0,
  platform text, architecture text,
  ffmpeg_status jsonb default '{}'::jsonb, monitor_status jsonb default '{}'::jsonb,
  ffmpeg_service_uptime_seconds bigint default 0, monitor_service_uptime_seconds bigint default 0,
  created_at timestamptz default now(), cpu_temperature_celsius numeric,
  load_average_1m numeric(5,2), load_average_5m numeric(5,2), load_average_15m numeric(5,2),
  download_mbps numeric, upload_mbps numeric, speedtest_last_run timestamptz,
  speedtest_age_seconds integer
  -- no disk_write_mb_per_sec: it came later
);
create table system_device_metrics (
  id uuid primary key default gen_random_uuid(), host_name text not null,
  device_id text not null, device_name text not null, device_port text not null,
  device_model text not null,
  cpu_percent numeric not null default 0, memory_percent numeric not null default 0,
  memory_used_gb numeric not null default 0, memory_total_gb numeric not null default 0,
  disk_percent numeric not null default 0, disk_used_gb numeric not null default 0,
  disk_total_gb numeric not null default 0, uptime_seconds bigint default 0,
  platform text, architecture text,
  ffmpeg_status text not null default 'unknown', ffmpeg_uptime_seconds bigint default 0,
  ffmpeg_last_activity timestamptz,
  monitor_status text not null default 'unknown', monitor_uptime_seconds bigint default 0,
  monitor_last_activity timestamptz,
  "timestamp" timestamptz not null default now(), created_at timestamptz default now(),
  capture_folder text not null, video_device text, cpu_temperature_celsius numeric,
  load_average_1m numeric(5,2), load_average_5m numeric(5,2), load_average_15m numeric(5,2),
  disk_usage_capture text,
  constraint chk_capture_folder check (capture_folder <> '' and capture_folder <> 'unknown')
);
create table system_incident (
  incident_id serial primary key, incident_uuid uuid default gen_random_uuid(),
  host_name text not null, device_id text not null, device_name text, capture_folder text,
  component text not null, incident_type text not null, severity text not null,
  status text not null default 'open', detected_at timestamptz not null default now(),
  acknowledged_at timestamptz, resolved_at timestamptz, total_duration_minutes integer,
  description text, resolution_notes text,
  constraint chk_status check (status in ('open', 'in_progress', 'resolved', 'closed'))
);
alter table system_metrics enable row level security;
create policy open_metrics on system_metrics for all using (true) with check (true);
alter table system_device_metrics enable row level security;
create policy open_devices on system_device_metrics for all using (true) with check (true);
alter table system_incident enable row level security;
create policy open_incidents on system_incident for all using (true) with check (true);
