{{/*
A value as Fluentd's configuration text. Plain words stay bare; anything else is double quoted, where
"#{ENV['NAME']}" is evaluated. YAML numbers arrive as float64 and would print as 6.7e+07.
*/}}
{{- define "millrace.value" -}}
{{- if kindIs "float64" . -}}
{{- if eq (floor .) . -}}{{ int64 . }}{{- else -}}{{ . }}{{- end -}}
{{- else if not (kindIs "string" .) -}}
{{ . }}
{{- else if regexMatch "^[A-Za-z0-9_./:@+$%*-][A-Za-z0-9_./:@+=,$%{}*?&-]*$" . -}}
{{ . }}
{{- else -}}
"{{ . | replace "\\" "\\\\" | replace "\"" "\\\"" | replace "\n" "\\n" }}"
{{- end -}}
{{- end -}}

{{/*
Lines "key value" for those of .keys that are set in .from, each beginning with its own newline and
.indent spaces. false and 0 are set; null and "" are not.
*/}}
{{- define "millrace.params" -}}
{{- $indent := repeat (int .indent) " " -}}
{{- $from := .from -}}
{{- range .keys -}}
{{- $value := index $from . -}}
{{- if not (or (kindIs "invalid" $value) (eq (toString $value) "")) -}}
{{- printf "\n%s%s %s" $indent . (include "millrace.value" $value) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* What a file buffer may be told, in the order it is written. */}}
{{- define "millrace.bufferParams" -}}
{{- $keys := list
    "flush_interval" "flush_thread_count" "chunk_limit_size" "total_limit_size"
    "overflow_action" "retry_max_interval" "retry_forever" -}}
{{- include "millrace.params" (dict "from" . "keys" $keys "indent" 4) -}}
{{- end -}}
