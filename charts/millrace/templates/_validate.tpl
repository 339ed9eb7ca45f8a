{{/* Stops the rendering with every contradiction of the values at once. */}}
{{- define "millrace.validate" -}}
{{- $problems := list -}}
{{- $es := .Values.elasticsearch -}}
{{- $s3 := .Values.s3 -}}
{{- if $s3.enabled -}}
{{- if not $s3.s3_bucket -}}
{{- $problems = append $problems "s3.enabled is true but s3.s3_bucket is empty: set s3.s3_bucket to the name of the bucket that receives the logs, or s3.enabled to false" -}}
{{- end -}}
{{- if and $s3.aws_key_id (not $s3.aws_sec_key) -}}
{{- $problems = append $problems "s3.aws_key_id is set but s3.aws_sec_key is empty: set both, or neither to use s3.existingSecret or the default credentials" -}}
{{- end -}}
{{- if and $s3.aws_sec_key (not $s3.aws_key_id) -}}
{{- $problems = append $problems "s3.aws_sec_key is set but s3.aws_key_id is empty: set both, or neither to use s3.existingSecret or the default credentials" -}}
{{- end -}}
{{- if and $s3.existingSecret (or $s3.aws_key_id $s3.aws_sec_key) -}}
{{- $problems = append $problems (printf "s3.existingSecret (%s) and s3.aws_key_id/s3.aws_sec_key are both set: keep the keys in one place" $s3.existingSecret) -}}
{{- end -}}
{{- end -}}
{{- if $es.enabled -}}
{{- if and $es.user (not (or $es.password $es.existingSecret)) -}}
{{- $problems = append $problems "elasticsearch.user is set but there is no password: set elasticsearch.password, or elasticsearch.existingSecret to a Secret that holds it" -}}
{{- end -}}
{{- if and $es.password (not $es.user) -}}
{{- $problems = append $problems "elasticsearch.password is set but elasticsearch.user is empty: set elasticsearch.user" -}}
{{- end -}}
{{- if and $es.existingSecret $es.password -}}
{{- $problems = append $problems (printf "elasticsearch.existingSecret (%s) and elasticsearch.password are both set: keep the password in one place" $es.existingSecret) -}}
{{- end -}}
{{- if and $es.index_name $es.logstash_format -}}
{{- $problems = append $problems (printf "elasticsearch.index_name (%s) has no effect while elasticsearch.logstash_format is true: set logstash_format to false, or use elasticsearch.logstash_prefix" $es.index_name) -}}
{{- end -}}
{{- end -}}
{{- if not (or $es.enabled $s3.enabled .Values.extraLogStores) -}}
{{- $problems = append $problems "there is nowhere to send logs to: set elasticsearch.enabled or s3.enabled to true, or give a <store> in extraLogStores" -}}
{{- end -}}
{{- if not (or .Values.tail.enabled .Values.forward.enabled .Values.extraSources) -}}
{{- $problems = append $problems "there is nowhere to take logs from: set tail.enabled or forward.enabled to true, or give a <source> in extraSources" -}}
{{- end -}}
{{- if $problems -}}
{{- fail (printf "\n%s" (join "\n" $problems)) -}}
{{- end -}}
{{- end -}}
