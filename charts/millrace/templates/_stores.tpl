{{- define "millrace.elasticsearchStore" -}}
{{- $es := .Values.elasticsearch -}}
{{- $logging := (.Values.global | default dict).logging | default dict -}}
{{- $prefix := $es.logstash_prefix | default $logging.indexNamePrefix | default "fluentd" -}}
{{- $connection := list "path" "ssl_verify" "ca_file" -}}
{{- $documents := list
    "include_timestamp" "include_tag_key" "tag_key" "id_key" "write_operation" "pipeline"
    "compression_level" "request_timeout" -}}
<store>
  @type elasticsearch
  @id elasticsearch
  host {{ $es.host | default (printf "%s-elasticsearch" .Release.Name) | include "millrace.value" }}
  port {{ include "millrace.value" $es.port }}
  scheme {{ $es.scheme }}
{{- include "millrace.params" (dict "from" $es "keys" $connection "indent" 2) }}
{{- if or $es.user $es.existingSecret }}
  user "#{ENV['MILLRACE_ELASTICSEARCH_USER']}"
  password "#{ENV['MILLRACE_ELASTICSEARCH_PASSWORD']}"
{{- end }}
  logstash_format {{ $es.logstash_format }}
{{- if $es.logstash_format }}
  logstash_prefix {{ include "millrace.value" $prefix }}
{{- include "millrace.params" (dict "from" $es "keys" (list "logstash_prefix_separator" "logstash_dateformat") "indent" 2) }}
{{- else }}
  index_name {{ $es.index_name | default $prefix | include "millrace.value" }}
{{- end }}
{{- include "millrace.params" (dict "from" $es "keys" $documents "indent" 2) }}
  <buffer tag>
    @type file
    path /var/lib/millrace/buffers/elasticsearch
{{- include "millrace.bufferParams" $es }}
  </buffer>
</store>
{{- end -}}

{{- define "millrace.s3Store" -}}
{{- $s3 := .Values.s3 -}}
{{- $place := list
    "s3_bucket" "s3_region" "s3_endpoint" "force_path_style" "proxy_uri" "path" -}}
{{- $objects := list
    "check_object" "time_slice_format" "store_as" "storage_class" "acl" "tagging"
    "use_server_side_encryption" "ssekms_key_id" "checksum_algorithm" "auto_create_bucket"
    "check_bucket" "check_apikey_on_start" -}}
<store>
  @type s3
  @id s3
{{- include "millrace.params" (dict "from" $s3 "keys" $place "indent" 2) }}
{{- if $s3.s3_object_key_format }}
  s3_object_key_format {{ include "millrace.value" $s3.s3_object_key_format }}
{{- else }}
  # One key per node and chunk: nothing is overwritten, and a retry writes the same object again.
  s3_object_key_format "%{path}%{time_slice}_#{ENV['K8S_NODE_NAME']}_${chunk_id}.%{file_extension}"
{{- if kindIs "invalid" $s3.check_object }}
  check_object false
{{- end }}
{{- end }}
{{- include "millrace.params" (dict "from" $s3 "keys" $objects "indent" 2) }}
{{- if or $s3.aws_key_id $s3.existingSecret }}
  aws_key_id "#{ENV['MILLRACE_S3_AWS_KEY_ID']}"
  aws_sec_key "#{ENV['MILLRACE_S3_AWS_SEC_KEY']}"
{{- end }}
{{- if $s3.role_arn }}
  <assume_role_credentials>
    role_arn {{ include "millrace.value" $s3.role_arn }}
    role_session_name {{ $s3.role_session_name | default (include "millrace.fullname" .) | include "millrace.value" }}
{{- include "millrace.params" (dict "from" $s3 "keys" (list "external_id" "duration_seconds" "policy" "sts_region" "sts_endpoint_url") "indent" 4) }}
  </assume_role_credentials>
{{- end }}
{{- with $s3.format }}
  <format>
    @type {{ . }}
  </format>
{{- end }}
  <buffer {{ $s3.chunk_keys }}>
    @type file
    path /var/lib/millrace/buffers/s3
    timekey {{ include "millrace.value" $s3.timekey }}
    timekey_use_utc true
    flush_mode interval
{{- include "millrace.bufferParams" $s3 }}
  </buffer>
</store>
{{- end -}}
