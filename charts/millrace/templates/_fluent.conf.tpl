{{/* The agent's configuration. Sections that may be absent bring their own blank line. */}}
{{- define "millrace.fluentConf" -}}
<system>
  log_level {{ .Values.logLevel }}
</system>
{{- if .Values.tail.enabled }}

{{ include "millrace.tail" . }}
{{- end }}
{{- if .Values.forward.enabled }}

<source>
  @type forward
  @id forward
  bind 0.0.0.0
  port {{ include "millrace.value" .Values.forward.port }}
</source>
{{- end }}
{{- with .Values.extraSources }}

{{ trim . }}
{{- end }}
{{- if .Values.tail.enabled }}
{{- include "millrace.containerFilters" . }}
{{- end }}
{{- with .Values.extraFilters }}

{{ trim . }}
{{- end }}

# The agent's own messages stay in its own log; sending them to a store that fails would make more of them.
<label @FLUENT_LOG>
  <match **>
    @type null
    @id own_messages
  </match>
</label>

<match **>
  @type copy
  @id stores
{{- if .Values.elasticsearch.enabled }}
{{ include "millrace.elasticsearchStore" . | indent 2 }}
{{- end }}
{{- if .Values.s3.enabled }}
{{ include "millrace.s3Store" . | indent 2 }}
{{- end }}
{{- with .Values.extraLogStores }}
{{ trim . | indent 2 }}
{{- end }}
</match>
{{- end -}}

{{- define "millrace.tail" -}}
{{- $own := printf "/var/log/containers/%s-*_%s_millrace-*.log" (include "millrace.fullname" .) .Release.Namespace -}}
<source>
  @type tail
  @id container_logs
  path {{ include "millrace.value" .Values.tail.path }}
  exclude_path {{ prepend .Values.tail.exclude_path $own | toRawJson }}
  pos_file /var/lib/millrace/containers.log.pos
  tag {{ include "millrace.value" .Values.tail.tag }}
{{- include "millrace.params" (dict "from" .Values.tail "keys" (list "read_from_head" "refresh_interval") "indent" 2) }}
  emit_unmatched_lines true
  <parse>
    @type regexp
    expression /^(?<time>[^ ]+) (?<stream>stdout|stderr) (?<logtag>[FP][^ ]*) (?<log>.*)$/
    time_format %Y-%m-%dT%H:%M:%S.%N%z
  </parse>
</source>
{{- end -}}

{{- define "millrace.containerFilters" -}}
{{- $tag := .Values.tail.tag | replace "*" "**" | include "millrace.value" -}}
{{- if .Values.tail.podFields }}

# Pod, namespace and container are in the file's name, hence in the tag.
<filter {{ $tag }}>
  @type record_transformer
  @id container_file
  <record>
    container_file ${tag}
  </record>
</filter>

<filter {{ $tag }}>
  @type parser
  @id pod_fields
  key_name container_file
  reserve_data true
  reserve_time true
  remove_key_name_field true
  hash_value_field kubernetes
  emit_invalid_record_to_error false
  <parse>
    @type regexp
    expression /var\.log\.containers\.(?<pod_name>[^_]+)_(?<namespace_name>[^_]+)_(?<container_name>.+)-(?<container_id>[a-z0-9]{64})\.log$/
  </parse>
</filter>
{{- end }}
{{- if .Values.tail.parseJson }}

<filter {{ $tag }}>
  @type parser
  @id json_lines
  key_name log
  reserve_data true
  reserve_time true
  emit_invalid_record_to_error false
  <parse>
    @type json
  </parse>
</filter>
{{- end }}
{{- end -}}
